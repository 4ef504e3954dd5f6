/**
 * Reads the transcripts of the recorded day. A chat begins with `== HH:MM id | customer | language | tier | e-mail | page` (`-`
 * where there is none), then one line for each thing that happened: `MM:SS verb rest`, counted from the chat's beginning.
 *
 * `>` the customer says, `>mail` by e-mail, `<` the agent says, `#` the agent notes; `[name]` at the end of a text is a file.
 * `start [agent | marketing CAMPAIGN]` · `opened WHO` · `assigned AGENT` · `agent AGENT` opens · `marketing TEXT` · `read` all of
 * the agent's · `delete` the customer's first · `connect` · `disconnect` · `tags A,B` · `snooze DURATION` · `customer FIELD=VALUE`
 * · `closed WHO` · `ended WHO`.
 */
export interface Person {
  id: string;
  name?: string;
  email?: string;
  language: string;
  tier?: string;
}
export interface ScriptLine {
  /** Seconds since the day began. */
  at: number;
  verb: string;
  rest: string;
}
export interface ChatScript {
  id: string;
  customer: Person;
  page?: { url: string; title: string };
  lines: ScriptLine[];
}

/** The day begins at nine. */
export const DAY_BEGINS = 9 * 3600;
const SHOP = 'https://shop.example.com';

/** Seconds of `a:b`, where a holds 60 of b's unit. */
export function pairOf(text: string, unit: number): number {
  const [major = Number.NaN, minor = Number.NaN] = text.split(':').map(Number);
  const total = (major * 60 + minor) * unit;
  if (Number.isNaN(total)) throw new Error(`"${text}" is no time; write 05:30.`);
  return total;
}

/** The chats of a transcript, in its order. @throws Error naming what cannot be read */
export function readChats(text: string): ChatScript[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((chat) => {
      const [head = '', ...lines] = chat.split('\n');
      return readChat(
        head,
        lines.filter((line) => line.trim() !== ''),
      );
    });
}

function readChat(head: string, lines: string[]): ChatScript {
  const [begin = '', customer = '', language = 'ko', tier = '-', email = '-', page = '- -'] = head.split(' | ');
  const [time = '', id = ''] = begin.split(' ');
  const begins = pairOf(time, 60) - DAY_BEGINS;
  const [customerId = '', ...name] = customer.split(' ');
  const [path = '-', ...title] = page.trim().split(' ');
  return {
    id,
    customer: {
      id: customerId,
      ...given('name', name.join(' ')),
      ...given('email', email),
      language,
      ...given('tier', tier),
    } as Person,
    ...(path === '-' ? {} : { page: { url: SHOP + path, title: title.join(' ') } }),
    lines: lines.map((line) => readLine(line, begins)),
  };
}

function given(field: string, value: string): Record<string, string> {
  return value === '-' || value === '' ? {} : { [field]: value };
}

function readLine(line: string, begins: number): ScriptLine {
  const [, time, verb, rest = ''] = /^(\d+:\d\d) (\S+)(?: (.*))?$/.exec(line) ?? [];
  if (time === undefined || verb === undefined) throw new Error(`"${line}" is no line of a chat; write 05:30 > text.`);
  return { at: begins + pairOf(time, 1), verb, rest };
}
