/** Plays the chat provider of the demo: signs what happens there, takes what it is asked to do, and does it. */
import { randomUUID } from 'node:crypto';
import { signatureHeaders, verifySignature } from '../../src/channels/webhook/signature';
import type { ChannelRecord } from '../../src/ports/channels';
import type { VirtualClock } from '../front';
import { BadRequest } from '../problem';
import { CHANNEL } from './cast';
import { echoOf } from './echo';
import type { DeskLog, Entry } from './log';

export interface DeskOptions {
  log: DeskLog;
  clock: VirtualClock;
  /** The stack's own, without trailing slash. */
  url: string;
  channel(): Promise<ChannelRecord>;
}

type Happening = Pick<Entry, 'type' | 'conversationId' | 'data'>;

export interface Desk {
  /** By webhook, as a provider would. Throws BadRequest with what Threadkeeper answered. */
  tell(happening: Happening, id?: string): Promise<void>;
  /** What Threadkeeper asks for. @returns whether it was from there */
  take(headers: Record<string, string>, body: Buffer): Promise<boolean>;
}

export function createDesk({ log, clock, url, channel }: DeskOptions): Desk {
  const at = () => new Date(clock.now()).toISOString();
  const tell: Desk['tell'] = async ({ type, conversationId, data }, id = `desk-${randomUUID()}`) => {
    const { secrets } = await channel();
    const body = Buffer.from(JSON.stringify({ type, timestamp: at(), data: { ...data, conversationId } }));
    const signed = signatureHeaders(secrets, id, clock.now(), body);
    const headers = { 'content-type': 'application/json', ...signed };
    const response = await fetch(`${url}/webhooks/${CHANNEL}`, { method: 'POST', headers, body });
    if (!response.ok) throw new BadRequest(`Threadkeeper answered ${response.status}: ${await response.text()}`);
    log.add({ id, at: at(), conversationId, from: 'desk', type, data });
  };
  const take: Desk['take'] = async (headers, body) => {
    const { secrets } = await channel();
    if (!verifySignature(headers, body, secrets, clock.now()).ok) return false;
    const { type, data } = JSON.parse(body.toString()) as { type: string; data: Record<string, unknown> };
    const conversationId = String(data.conversationId);
    const id = String(headers['webhook-id']);
    log.add({ id, at: at(), conversationId, from: 'threadkeeper', type, data });
    const echo = echoOf({ type, data });
    // Before it is answered: so the stack is not at rest until it has heard of it.
    if (echo) await tell({ ...echo, conversationId }, `echo-${id}`);
    return true;
  };
  return { tell, take };
}
