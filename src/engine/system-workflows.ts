/** Workflows of the product's own: seen like all others, and switched by the settings alone. */
import type { Condition } from './condition-schema';
import { ADDRESS_PATTERNS } from './email-address';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import type { Step } from './steps';
import type { Workflow } from './workflow';

/** Whose ids begin with this is nobody's to edit. */
const PREFIX = 'system.';
export const isSystemWorkflow = (id: string): boolean => id.startsWith(PREFIX);

/** What a customer can be written to, as `addressProblem` sees it: nobody is promised an e-mail that cannot go out. */
const HAS_ADDRESS: Condition = {
  all: ADDRESS_PATTERNS.map((value) => ({ fact: 'customer.email', op: 'matches', value })),
};
const CONFIRM: Step = { do: 'message.send', text: '{{system.emailConfirmation}}' };
const ASK: Step = {
  do: 'form.send',
  text: '{{system.emailRequest}}',
  fields: [{ name: 'email', label: '{{system.emailLabel}}', type: 'email', required: true }],
  saveTo: 'customer',
};

/** What they do never changes, so that runs find them however the settings are by then. */
const ALWAYS = { hours: 'always', mode: 'background', revision: 1, activeSince: 0, publishedAt: 0 } as const;

function requestEmail(): Workflow {
  const branch: Step = { do: 'branch', branches: [{ when: HAS_ADDRESS, steps: [CONFIRM] }], otherwise: [ASK, CONFIRM] };
  const name = 'Continuity: ask for the e-mail address (이메일 주소 요청)';
  return { ...ALWAYS, id: 'system.requestEmail', name, trigger: { type: 'system.requestEmail' }, steps: [branch] };
}

function continuity(wait: string): Workflow {
  return {
    ...ALWAYS,
    id: 'system.continuity',
    name: 'Continuity: unread answers by e-mail (읽지 않은 답변을 이메일로)',
    trigger: { type: 'system.continuity', wait },
    filter: HAS_ADDRESS,
    steps: [{ do: 'continuity.send' }],
  };
}

const named = (settings: Settings) => [requestEmail(), continuity(settings.continuity.delay)];

/** Those that are active under these settings, in priority order. */
export function systemWorkflows(settings: Settings): Workflow[] {
  return settings.continuity.enabled ? named(settings) : [];
}

/** One of them, whether or not it is active now: its runs go on. */
export function systemWorkflow(id: string): Workflow | undefined {
  return isSystemWorkflow(id) ? named(DEFAULT_SETTINGS).find((workflow) => workflow.id === id) : undefined;
}
