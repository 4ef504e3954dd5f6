/** decide() per second with 10, 100 and 1,000 active workflows, against a call of the same shape with none. */

import type { Condition } from '../src/engine/condition-schema';
import { type DecideInput, decide } from '../src/engine/decide';
import { compileWorkflows } from '../src/engine/matcher';
import { DEFAULT_SETTINGS } from '../src/engine/settings';
import type { Workflow } from '../src/engine/workflow';
import { compare, type Measured } from './measure';

const START = Date.parse('2026-01-05T09:00:00Z');
const KEYWORDS = ['반품', '배송', '환불', '교환', '로그인', 'return', 'refund', 'invoice', 'size', 'delivery'];
const TRIGGERS = ['message.customer', 'chat.opened', 'chat.customerWaiting', 'message.agent', 'chat.closed'] as const;

/** About one in a hundred matches, of triggers as teams use them. */
function workflow(index: number): Workflow {
  const type = TRIGGERS[index % TRIGGERS.length] as string;
  const tier: Condition = { fact: 'customer.tier', op: 'is', value: `tier-${index % 97}` };
  const words: Condition = {
    fact: 'message.text',
    op: 'contains',
    value: [`${KEYWORDS[index % 10]}${index}`, `no-${index}`],
  };
  return {
    id: `w${index}`,
    revision: 1,
    activeSince: 0,
    publishedAt: 0,
    name: `workflow ${index}`,
    trigger: type === 'chat.customerWaiting' ? { type, timing: 'every', wait: `PT${1 + (index % 60)}M` } : { type },
    filter: type === 'chat.closed' ? tier : { any: [tier, words] },
    hours: 'always',
    mode: 'background',
    steps: [{ do: 'note.add', text: '{{customer.name}}' }],
  };
}

function message(id: string, text: string): DecideInput['event'] {
  return {
    schema: 1,
    id,
    workspaceId: 'w',
    channelId: 'web',
    subject: 'c',
    type: 'message.created',
    receivedAt: START,
    data: {
      messageId: id,
      author: { type: 'customer', id: 'cu' },
      text,
      customer: { id: 'cu', name: '김민수', tier: 'tier-5' },
    },
  };
}

function call(workflows: number): () => unknown {
  const base = {
    matcher: compileWorkflows(Array.from({ length: workflows }, (_, index) => workflow(index))),
    settings: DEFAULT_SETTINGS,
    now: START,
  };
  const { conversation } = decide({ ...base, event: message('m-0', '안녕하세요') });
  const event = message('m-1', '주문한 상품이 아직 도착하지 않았는데 언제쯤 받을 수 있을까요? order 20260105-1234');
  return () => decide({ ...base, event, ...(conversation ? { conversation } : {}) });
}

/** The first row is the empty call. */
export function benchDecide(): Measured[] {
  return compare([0, 10, 100, 1000].map((count) => ({ name: `${count} workflows`, run: call(count) })));
}
