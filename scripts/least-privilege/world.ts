import { Api } from '../../bin/cli/http';
import { synthesizedApp } from '../../local/assembly';
import type { LocalInfo } from '../../local/control';
import { seed } from '../../local/seed';
import { type LocalStack, startStack } from '../../local/stack';
import { MEMORY } from '../../local/store';
import { type ConfigName, type FunctionName, variables } from '../../src/config';

/** An embedded stack of the synthesized app with a workspace, its channels and some workflows. */
export interface World {
  /** Ids of the workflows, by name. */
  workflows: ReadonlyMap<string, string>;
  stack: LocalStack;
  api: Api;
  info: LocalInfo;
  /** What a function is told by its environment. */
  told(name: FunctionName, variable: ConfigName): string;
  /** Changes settings of the workspace. */
  settings(change: object): Promise<unknown>;
}

/** Whom the phone menu below answers; the recorded day calls another number. */
export const MENU_NUMBER = '+8225550199';
const onMenu = { fact: 'call.to', op: 'is', value: MENU_NUMBER };

export const CALLS_BACK = 'Calls back';

/** Between them they make those that decide send to every queue, and arm waits short and long. */
const workflows = [
  { name: 'Greets', trigger: { type: 'message.customer' }, steps: [{ do: 'message.send', text: 'Hello' }] },
  {
    name: 'Notes silence',
    trigger: { type: 'chat.agentWaiting', wait: 'PT1M', scope: 'all' },
    steps: [{ do: 'note.add', text: 'The customer is silent' }],
  },
  {
    name: 'Tells of the end',
    trigger: { type: 'chat.closed', scope: 'all' },
    steps: [
      { do: 'email.send', to: 'team@example.com', subject: 'Closed', text: 'A chat was closed' },
      { do: 'webhook.call', url: 'https://hook.example.com/closed', method: 'POST', as: 'told' },
    ],
  },
  {
    name: 'Answers the phone',
    trigger: { type: 'call.ringing' },
    filter: onMenu,
    steps: [
      { do: 'note.add', text: 'A customer calls' },
      { do: 'sms.send', text: 'We are with you soon' },
      { do: 'call.menu', text: 'Press 1', choices: { 1: [{ do: 'wait', duration: 'PT1M' }] } },
    ],
  },
  {
    name: CALLS_BACK,
    trigger: { type: 'call.ended', wait: 'PT2H', scope: 'all' },
    filter: onMenu,
    steps: [{ do: 'note.add', text: 'Call back' }],
  },
];

export async function openWorld(): Promise<World> {
  const app = synthesizedApp();
  if (app.missing) await app.make();
  const stack = await startStack({ assembly: app.folder, port: 0, dataDir: MEMORY, frozen: true });
  const info = await seed(stack, MEMORY);
  const api = new Api({ url: stack.url, apiKey: info.apiKey });
  const published = new Map<string, string>();
  for (const workflow of workflows) {
    const { id } = await api.post<{ id: string }>('/v1/workflows', workflow);
    await api.post(`/v1/workflows/${id}/publish`);
    published.set(workflow.name, id);
  }
  const told: World['told'] = (name, variable) =>
    stack.wiring.functions.find((fn) => fn.name === name)?.environment[variables[variable]] ?? '';
  const settings = (change: object) => api.patch('/v1/settings', change);
  return { stack, api, info, settings, told, workflows: published };
}
