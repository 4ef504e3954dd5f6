/** What an alarm is called, when its schedule rings, and what it says. */
import type { Ring } from '../engine/event';
import { hashId } from '../engine/ids';
import type { Instant, Millis } from '../engine/time';
import { plainJson } from './plain-json';

export type Alarm = Ring & { due: Instant };

const MINUTE: Millis = 60_000;
/** Nearer than this, a schedule may be in the past when the Scheduler sees it. */
const MARGIN: Millis = 5_000;

/** At most 64 characters. By the due second, see docs/decisions/0004-alarm-names.md. */
export function alarmName({ workspaceId, channelId, subject, due }: Alarm): string {
  return `${hashId(workspaceId, channelId, subject)}-${Math.ceil(due / 1000).toString(36)}`;
}

/** The minute before the one it is due in: a schedule rings anywhere within its minute. `undefined` when it is too late for that. */
export function alarmMinute({ due }: Alarm, now: Instant): Instant | undefined {
  const minute = Math.floor(due / MINUTE) * MINUTE - MINUTE;
  return minute < now + MARGIN ? undefined : minute;
}

/** The ring as the ring function gets it. The Scheduler fills in whatever looks like `<aws.scheduler.…>`, so no `<` is left. */
export function alarmInput({ workspaceId, channelId, subject, due, receivedAt }: Alarm): string {
  return plainJson({ schema: 1, workspaceId, channelId, subject, due, receivedAt }).replaceAll('<', '\\u003c');
}
