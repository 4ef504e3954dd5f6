/** The site's side of things, made safe: what the page gives us may throw, hang, or be missing. */
import type { Options } from './types';
import { within } from './within';

/** After two minutes of silence the customer counts as gone; one sign of life may be lost. */
const MOST_SILENT = 60_000;

export interface Site extends Options {
  timeout: number;
  heartbeat: number;
  /** The customer's JWT, if there is one. */
  token(): Promise<string | undefined>;
  report(error: unknown): void;
}

export function siteOf(options: Options): Site {
  const { timeout = 4_000 } = options;
  const heartbeat = Math.min(options.heartbeat ?? 30_000, MOST_SILENT);
  const report = (error: unknown): void => {
    try {
      options.onError?.(error);
    } catch {
      // An author's log that fails is nothing the customer should see.
    }
  };
  const token = async () => {
    try {
      return (await within(timeout, async () => options.jwt?.())) || undefined;
    } catch (error) {
      report(error);
      return undefined;
    }
  };
  return { ...options, api: options.api.replace(/\/+$/, ''), timeout, heartbeat, token, report };
}
