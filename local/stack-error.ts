/** The local stack cannot start; the message says why and what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
