/** JSON without the two characters that SQS refuses and JSON leaves as they are; lone surrogates it escapes itself. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}
