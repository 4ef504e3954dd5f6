import { Api } from '../../bin/cli/http';
import { synthesizedApp } from '../../local/assembly';
import type { LocalInfo } from '../../local/control';
import { seed } from '../../local/seed';
import { type LocalStack, startStack } from '../../local/stack';
import { MEMORY } from '../../local/store';
import { type ConfigName, type FunctionName, variables } from '../../src/config';

/** An embedded stack of the synthesized app with a workspace, a signed channel and three workflows. */
export interface World {
  stack: LocalStack;
  api: Api;
  info: LocalInfo;
  /** What a function is told by its environment. */
  told(name: FunctionName, variable: ConfigName): string;
}

/** Between them they make the evaluator send to every queue and arm a wait under three minutes. */
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
    steps: [{ do: 'webhook.call', url: 'https://hook.example.com/closed', method: 'POST', as: 'told' }],
  },
];

export async function openWorld(): Promise<World> {
  const app = synthesizedApp();
  if (app.missing) await app.make();
  const stack = await startStack({ assembly: app.folder, port: 0, dataDir: MEMORY, frozen: true });
  const info = await seed(stack, MEMORY);
  const api = new Api({ url: stack.url, apiKey: info.apiKey });
  for (const workflow of workflows) {
    const { id } = await api.post<{ id: string }>('/v1/workflows', workflow);
    await api.post(`/v1/workflows/${id}/publish`);
  }
  const told: World['told'] = (name, variable) =>
    stack.wiring.functions.find((fn) => fn.name === name)?.environment[variables[variable]] ?? '';
  return { stack, api, info, told };
}
