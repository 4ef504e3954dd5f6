/** What templates of workflows are put together from. */
import type { Random } from '../random';

export type Draft = Record<string, unknown>;
export type Step = Record<string, unknown>;

/** Marks texts: whose they are, and of which revision, so that words in the wrong place or time are seen. */
export type Says = (text: string) => string;

export interface Setting {
  random: Random;
  says: Says;
  workspace: string;
  /** Modules that there are; some lead on to others. */
  modules: readonly string[];
}
export type Template = (setting: Setting) => Draft;

/** Stands for the workflow and the revision that a text is of, as in `wf-1.2`, until it is published. */
export const REVISION = '§';
/** Begins the text of the first step within a branch, and of the last before an `end`: those leave no other trace. */
export const [IN_BRANCH, BEFORE_END] = ['(branch)', '(end)'];

const WAITS = [5, 20, 40, 60, 60, 120, 180, 300, 600, 1_200];
const PATIENCE = [60, 120, 300, 600, 1_200];
export const seconds = (count: number) => `PT${count}S`;
export const wait = (random: Random) => seconds(random.pick(WAITS));

export const has = (word: string) => ({ fact: 'message.text', op: 'contains', value: word });
export const send = (text: string): Step => ({ do: 'message.send', text });
export const note = (text: string): Step => ({ do: 'note.add', text });
export const tag = (name: string): Step => ({ do: 'conversation.tag', tag: name });
export const pause = (random: Random): Step => ({ do: 'wait', duration: wait(random) });
export const mode = (random: Random) => ({ mode: random.pick(['exclusive', 'background', 'background']) });

/** How long a question stays open, and perhaps what comes then. */
function patience({ random, says }: Setting): Draft {
  const timeout = { timeout: seconds(random.pick(PATIENCE)) };
  return random.chance(0.5) ? { ...timeout, onTimeout: [note(says('too late'))] } : timeout;
}

export function buttons(setting: Setting, first: Step[], second: Step[]): Step {
  const { random, says } = setting;
  return {
    ...{ do: 'message.buttons', text: says('which') },
    buttons: [
      { id: 'first', label: 'return', steps: first },
      { label: 'other', steps: second },
    ],
    ...(random.chance(0.5) && { otherwise: [note(says('something else'))] }),
    ...(random.chance(0.8) && patience(setting)),
  };
}

export const ask = (setting: Setting): Step => ({
  ...{ do: 'ask.once', text: setting.says('order number'), as: 'order' },
  ...patience(setting),
});

export const form = (setting: Setting, workspaceField: string): Step => ({
  ...{ do: 'form.send', text: setting.says('who are you') },
  fields: [
    { name: 'email', label: 'E-mail', type: 'email', required: true },
    { name: workspaceField, label: 'Size', type: 'select', options: ['S', 'M'] },
  ],
  ...(setting.random.chance(0.5) && { saveTo: 'answer' }),
  ...patience(setting),
});

export const assistant = ({ random }: Setting): Step => ({
  ...{ do: 'assistant.handOver', url: 'https://ai.example.com/turn' },
  ...(random.chance(0.7) && { maxTurns: random.between(1, 3) }),
});

/** One of the modules, or nothing when there are none. */
export const link = ({ random, modules }: Setting): Step[] =>
  modules.length === 0 ? [] : [{ do: 'module.run', workflowId: random.pick(modules) }];
