/** What an effect tells of its step: the fields that are for others, placeholders filled, and what stands in for those left out. */
import { batchOf } from './continuity';
import { fillFields } from './placeholders';
import { linkMark } from './reconnect-link';
import { factSource } from './sources';
import { buttonId, type Step, type StepOf } from './steps';
import { cut } from './text';
import type { Turn } from './turn';
import type { Walk } from './walk';

type Fields = Record<string, unknown>;

/** As long as the channel may tell it. */
const MAX_DESCRIPTION = 2_000;

/** The other party of a call. */
function partyOf({ conversation: { call } }: Turn): string | undefined {
  return call?.direction === 'outbound' ? call.to : call?.from;
}

const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

type Teller = { [N in Step['do']]?: (step: StepOf<N>) => Fields };

/** Steps whose effect is not simply their fields. */
const tellers: Teller = {
  'message.buttons': ({ text, buttons }) => ({
    text,
    buttons: buttons.map((button, at) => ({ id: buttonId(button, at), label: button.label })),
  }),
  'form.send': ({ text, fields }) => ({ text, fields }),
  'ask.once': ({ text, as }) => ({ text, as }),
  'survey.send': ({ question, scale = 5 }) => ({ question, scale }),
  'call.menu': ({ text, language, choices, repeat }) => ({ text, language, keys: Object.keys(choices), repeat }),
  'call.voicemail': ({ text, language, maxSeconds = 120 }) => ({ text, language, maxSeconds }),
};

/** What is known of the conversation and goes with an effect; never filled, since customers may name themselves `{{…}}`. */
const known: { [N in Step['do']]?: (turn: Turn) => Fields } = {
  'message.send': (turn) => ({ to: partyOf(turn) }),
  'agent.assign': ({ conversation: { kind, queued } }) => ({ ring: kind === 'call' && queued ? true : undefined }),
  'agent.notify': ({ conversation }) => ({ agentId: conversation.agentId }),
  'sms.send': (turn) => ({ to: turn.customer?.phone ?? partyOf(turn) }),
  'email.send': ({ customer }) => ({ to: customer?.email }),
  'continuity.send': ({ conversation }) => ({
    messages: batchOf(conversation).map(({ messageId, entryId }) => ({ messageId, entryId })),
  }),
};

/** The fields of a step's effect. */
export function effectFields(walk: Walk, step: Step): Fields {
  const { turn, run, carried } = walk;
  const { do: type, ...raw } = step;
  const told = (tellers[type] as ((step: Step) => Fields) | undefined)?.(step) ?? raw;
  const fill = {
    source: factSource(turn, carried),
    results: run.results ?? {},
    answers: run.answers ?? {},
    link: linkMark(type),
  };
  const fields = { ...present(known[type]?.(turn) ?? {}), ...(fillFields(present(told), fill) as Fields) };
  return type === 'description.set' ? { text: cut(String(fields.text), MAX_DESCRIPTION) } : fields;
}
