/** Which API to talk to: options, then the environment, then the local stack. */
import { Failure } from './failure';
import { Api, request, type Target } from './http';

export const LOCAL_URL = 'http://localhost:4600';

/** Options that every command has. */
export interface TargetOptions {
  url?: string;
  key?: string;
}

export interface LocalChannel {
  id: string;
  kind: string;
  secret: string;
  webhookUrl: string;
}
/** What a local stack tells of itself. */
export interface LocalInfo {
  workspaceId: string;
  apiKey: string;
  channels: LocalChannel[];
  /** RFC 3339. */
  now: string;
}

/** The target without asking anybody. */
export function targetOf(options: TargetOptions, environment: NodeJS.ProcessEnv = process.env): Target {
  const url = options.url ?? environment.THREADKEEPER_URL ?? LOCAL_URL;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Failure(`"${url}" is no URL; give one such as ${LOCAL_URL}.`, { exitCode: 2 });
  }
  const apiKey = options.key ?? environment.THREADKEEPER_API_KEY;
  return { url: url.replace(/\/+$/, ''), ...(apiKey && { apiKey }) };
}

/** What the stack tells of itself when it is a local one; undefined when it is not. @throws Failure when nobody answers */
export async function localInfo(url: string): Promise<LocalInfo | undefined> {
  const answer = await request(`${url}/_local/info`);
  if (answer.status !== 200) return undefined;
  try {
    return JSON.parse(answer.text) as LocalInfo;
  } catch {
    return undefined;
  }
}

/** An API that may be used: a local stack gives its key itself. */
export async function connect(options: TargetOptions): Promise<{ api: Api; info?: LocalInfo }> {
  const target = targetOf(options);
  const info = await localInfo(target.url);
  const apiKey = target.apiKey ?? info?.apiKey;
  if (apiKey === undefined) {
    throw new Failure('No API key. Give --key or set THREADKEEPER_API_KEY; threadkeeper keys create makes one.', {
      exitCode: 2,
    });
  }
  return { api: new Api({ url: target.url, apiKey }), ...(info && { info }) };
}
