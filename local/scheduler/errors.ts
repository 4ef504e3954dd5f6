/** An EventBridge Scheduler error: its name goes into the header `x-amzn-errortype`. */
export class SchedulerError extends Error {
  readonly status: number;

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const invalid = (message: string) => new SchedulerError('ValidationException', 400, message);
export const conflict = (message: string) => new SchedulerError('ConflictException', 409, message);
export const notFound = (what: 'Schedule' | 'Schedule group', name: string) =>
  new SchedulerError('ResourceNotFoundException', 404, `${what} ${name} does not exist.`);
