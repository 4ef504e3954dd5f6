/** The header of a mail, in the order in which it stands there; a name may stand there more than once. */
export interface MailHeader {
  /** In lower case. */
  key: string;
  /** Unfolded; encoded words as they are. */
  value: string;
}

/** All values of a name (in lower case), from the top. */
export function valuesOf(headers: readonly MailHeader[], key: string): string[] {
  return headers.filter((header) => header.key === key).map(({ value }) => value);
}

export function firstOf(headers: readonly MailHeader[], key: string): string | undefined {
  return headers.find((header) => header.key === key)?.value;
}

/**
 * What the receiving server put above the header that the mail came with: it ends at the server's receipt, or where the server
 * before it began. Only here stands nothing of the sender's.
 */
export function stampsOf(headers: readonly MailHeader[]): readonly MailHeader[] {
  const first = headers.findIndex(({ key }) => key === 'received');
  const end = headers.findIndex(({ key }, at) => key === 'x-ses-receipt' || (key === 'received' && at > first));
  return headers.slice(0, end === -1 ? headers.length : end);
}
