/** Files beside the table: mails as they came in, and what was attached to them. Keys are paths such as `inbound/…`. */
export interface MailStore {
  /** `bytes` is at most the first `maxBytes` of it; undefined when there is none. @throws StoreError (retry) */
  get(key: string, maxBytes: number): Promise<{ bytes: Uint8Array; size: number } | undefined>;
  /** Writes over what is there. `name` is what a browser saves it as; shown as a download whatever its type. */
  put(key: string, bytes: Uint8Array, about: { type: string; name: string }): Promise<void>;
  /** A link that anybody can read it by for so many seconds. */
  link(key: string, seconds: number): Promise<string>;
}
