/** The synthesized template has something that the local stack cannot play; the message says what to do about it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
