/**
 * The Message-ID header of an e-mail that SES sent under an id; SES writes its own over any that it is given. Empty for none.
 * @see https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
export function sesMessageId(id: string, region: string): string {
  const host = region === 'us-east-1' ? 'email' : region;
  return id === '' ? '' : `<${id}@${host}.amazonses.com>`;
}
