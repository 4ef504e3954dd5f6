/** An SES error: its name goes into the header `x-amzn-errortype`. */
export class SesError extends Error {
  readonly status: number;

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const badRequest = (message: string) => new SesError('BadRequestException', 400, message);

const NAMES: Record<number, string> = {
  403: 'AccessDeniedException',
  404: 'NotFoundException',
  429: 'TooManyRequestsException',
  503: 'ServiceUnavailable',
};

/** As told from outside; what is no refusal is a failure all the same, since nothing was taken. */
export function rejected(status: number, name?: string): SesError {
  const told = status < 400 ? 500 : status;
  const other = told < 500 ? 'BadRequestException' : 'InternalServiceErrorException';
  return new SesError(name ?? NAMES[told] ?? other, told, 'As told by /_local/faults.');
}
