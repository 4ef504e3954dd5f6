/** An S3 error: told as XML, its name as `Code`. */
export class S3Error extends Error {
  readonly status: number;

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const noSuchKey = () => new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
export const noSuchBucket = (name: string) =>
  new S3Error('NoSuchBucket', 404, `The specified bucket does not exist: ${name}`);
export const invalid = (message: string) => new S3Error('InvalidRequest', 400, message);
export const preconditionFailed = () =>
  new S3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
