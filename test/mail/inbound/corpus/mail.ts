/** A mail as it came to a reply address, of our own making after what programs write. */
export interface CorpusMail {
  name: string;
  /** Of the envelope; empty for the null sender. */
  source: string;
  mail: string;
}

/** @param text header, an empty line, body; with the line ends of this file */
export const came = (name: string, source: string, text: string): CorpusMail => ({
  name,
  source,
  mail: text.trim().replaceAll('\n', '\r\n'),
});
