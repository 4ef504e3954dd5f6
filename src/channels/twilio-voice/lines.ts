/** Whom a call is routed to: what the channel's configuration says of agents, teams and numbers. */
import type { TwilioVoiceConfig } from './config';
import { phoneOf } from './parties';

/** Lines to ring at once, or a queue to join. */
export type Destination = { lines: string[] } | { queue: string };

/** Where `call.route` leads, or why nowhere. */
export function destinationOf(
  { agentId, teamId, number }: Record<string, unknown>,
  { agents = {}, teams = {} }: TwilioVoiceConfig,
): Destination | { obstacle: string } {
  if (typeof number === 'string') {
    const phone = phoneOf(number);
    return phone ? { lines: [phone] } : { obstacle: 'The number to route to is no E.164 number such as +82212345678.' };
  }
  if (typeof agentId === 'string') {
    const line = own(agents, agentId);
    return line ? { lines: [line] } : { obstacle: unmapped('agents', agentId) };
  }
  const team = own(teams, String(teamId));
  if (!team) return { obstacle: unmapped('teams', String(teamId)) };
  return Array.isArray(team) ? { lines: team } : { queue: team.queue };
}

const own = <Value>(map: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

const unmapped = (where: 'agents' | 'teams', id: string) =>
  `The channel's configuration has no line for "${id}"; add it to ${where}.`;

/** The agent whose line this is; undefined when it is nobody's alone. */
export function agentAt(address: string | undefined, { agents = {} }: TwilioVoiceConfig): string | undefined {
  const theirs = Object.entries(agents).filter(([, line]) => line === address);
  return theirs.length === 1 ? theirs[0]?.[0] : undefined;
}
