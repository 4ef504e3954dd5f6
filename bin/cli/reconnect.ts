/** `threadkeeper channels reconnect` and `threadkeeper reconnect-link`: bringing customers back who were cut off. */
import { idsInPath } from '../../src/app/api/path-ids';
import { conversationNamed, pathOf } from './conversation-ref';
import { Failure } from './failure';
import { type Api, Refused } from './http';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';

interface Reconnect {
  enabled: boolean;
  timeLimit?: string;
  portalUrl?: string;
  redirectUrl?: string;
}

export interface ReconnectOptions extends TargetOptions {
  enable?: boolean;
  disable?: boolean;
  limit?: string;
  portalUrl?: string;
  redirectUrl?: string;
}

/** Shows how a channel does it; with options, changes those and leaves the others. @throws Failure */
export async function reconnectCommand(channel: string, options: ReconnectOptions, terminal: Terminal): Promise<void> {
  const change = changeOf(options);
  const { segments, query } = idsInPath([channel]);
  const path = `/v1/channels/${segments[0]}/reconnect${query}`;
  const { api } = await connect(options);
  const known = await settingOf(api, path, channel);
  if (Object.keys(change).length === 0) return terminal.out(told(channel, known));
  const next = { enabled: false, ...known, ...change };
  if (next.portalUrl === undefined)
    throw new Failure('Where does the widget live? Give --portal-url https://…; links lead there.', { exitCode: 2 });
  terminal.out(told(channel, await api.put<Reconnect>(path, next)));
}

function changeOf({ enable, disable, limit, portalUrl, redirectUrl }: ReconnectOptions): Partial<Reconnect> {
  if (enable && disable) throw new Failure('Give --enable or --disable, not both.', { exitCode: 2 });
  return {
    ...(enable && { enabled: true }),
    ...(disable && { enabled: false }),
    ...(limit !== undefined && { timeLimit: limit }),
    ...(portalUrl !== undefined && { portalUrl }),
    ...(redirectUrl !== undefined && { redirectUrl }),
  };
}

/** Undefined where nothing is set yet. */
async function settingOf(api: Api, path: string, channel: string): Promise<Reconnect | undefined> {
  try {
    return await api.get<Reconnect>(path);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
  }
  const channels = await api.list<{ id: string }>('/v1/channels');
  if (channels.some(({ id }) => id === channel)) return undefined;
  const known = channels.map(({ id }) => id).join(', ') || 'none';
  throw new Failure(`There is no channel ${channel}; there are: ${known}.`);
}

function told(channel: string, set: Reconnect | undefined): string {
  if (!set) return `Channel ${channel} brings no customers back. Turn it on: --enable --portal-url https://…`;
  const { enabled, timeLimit = 'PT3M', portalUrl, redirectUrl } = set;
  return [
    `Channel ${channel} ${enabled ? `brings customers back within ${timeLimit}` : 'brings no customers back (turned off)'}.`,
    `  Portal    ${portalUrl}`,
    `  Too late  ${redirectUrl ?? 'a new conversation at the portal is offered'}`,
  ].join('\n');
}

/** Prints a link by which the customer of a conversation comes back. */
export async function linkCommand(
  first: string,
  second: string | undefined,
  options: TargetOptions,
  terminal: Terminal,
): Promise<void> {
  const name = conversationNamed(first, second);
  const { api } = await connect(options);
  terminal.out((await api.post<{ url: string }>(pathOf(name, '/reconnect-link'))).url);
}
