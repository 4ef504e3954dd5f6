/** What the reference says of steps beside what their shapes and the catalogue say. */
import type { StepName } from '../../src/engine/steps';

export interface StepText {
  does: string;
  /** What its fields mean where their names do not say it. */
  fields?: Readonly<Record<string, string>>;
  /** Checked by a test. */
  example: Record<string, unknown>;
}

const timeout = 'how long the answer may take; default `PT24H`';
const onTimeout = 'steps taken when there was none in time; without them the run ends';
const to = 'whom; default the customer’s own';
const id = 'as the channel calls it';

export const STEP_TEXTS: Readonly<Record<StepName, StepText>> = {
  'continuity.send': {
    does: 'Carries what the customer has not read on by e-mail: one e-mail for all of it, to the address that is known by then. Workflows of Threadkeeper’s own have it (`settings.continuity`); in others it is refused.',
    example: { do: 'continuity.send' },
  },
  'message.send': {
    does: 'Sends a message to the customer: a text, files, a link, or several of them.',
    example: {
      do: 'message.send',
      text: '안녕하세요, {{customer.name}}님',
      link: { label: '도움말', url: 'https://shop.example.com/help' },
    },
  },
  'message.buttons': {
    does: 'Sends buttons, each of which leads to steps of its own; then the run goes on behind this step.',
    fields: {
      buttons: '`id` is what the answer names; default its place from 1 on',
      otherwise: 'steps taken when the customer writes something else instead',
      ...{ timeout, onTimeout },
    },
    example: {
      do: 'message.buttons',
      text: '어떤 문의인가요?',
      buttons: [
        { id: 'returns', label: '반품', steps: [{ do: 'conversation.tag', tag: 'returns' }] },
        { id: 'other', label: '기타', steps: [] },
      ],
      timeout: 'PT1H',
    },
  },
  'form.send': {
    does: 'Sends a form. What is filled in is checked by its type, and can be used as `{{answer.NAME}}`.',
    fields: {
      saveTo: '`customer` (default): also kept in the customer’s profile; `answer`: only for this run',
      ...{ timeout, onTimeout },
    },
    example: {
      do: 'form.send',
      text: '연락처를 남겨 주세요.',
      fields: [
        { name: 'email', label: '이메일', type: 'email', required: true },
        { name: 'size', label: '사이즈', type: 'select', options: ['S', 'M', 'L'] },
      ],
    },
  },
  'ask.once': {
    does: 'Asks one question. The next message of the customer is the answer, `{{answer.NAME}}`.',
    fields: { as: 'name of the answer', ...{ timeout, onTimeout } },
    example: { do: 'ask.once', text: '주문 번호를 알려 주세요.', as: 'order', timeout: 'PT30M' },
  },
  branch: {
    does: 'Takes the steps of the first branch whose condition holds, or else `otherwise`; then the run goes on behind this step.',
    fields: { branches: '`when` is a condition as in filters' },
    example: {
      do: 'branch',
      branches: [
        { when: { fact: 'customer.tier', op: 'is', value: 'VIP' }, steps: [{ do: 'priority.set', priority: 'high' }] },
      ],
      otherwise: [{ do: 'priority.set', priority: 'low' }],
    },
  },
  wait: {
    does: 'Waits. What `cancelOn` names ends the run.',
    fields: {
      cancelOn:
        'default: `closed`; in workflows that wait for the customer or an agent also the reply that they wait for; none behind the end of a conversation',
    },
    example: { do: 'wait', duration: 'PT10M', cancelOn: ['customerMessage', 'closed'] },
  },
  'module.run': {
    does: 'Takes the steps of a module as it is published then; its filter decides too. Then the run goes on behind this step.',
    example: { do: 'module.run', workflowId: 'wf_module' },
  },
  'agent.assign': {
    does: 'Assigns an agent, which takes the conversation out of the queue. A queued call rings the agent.',
    fields: { agentId: id },
    example: { do: 'agent.assign', agentId: 'ag-7' },
  },
  'team.assign': { does: 'Assigns a team.', fields: { teamId: id }, example: { do: 'team.assign', teamId: 'returns' } },
  'agent.unassign': { does: 'Takes the assignee away.', example: { do: 'agent.unassign' } },
  'team.unassign': { does: 'Takes the team away.', example: { do: 'team.unassign' } },
  'followers.add': {
    does: 'Invites agents to follow the conversation.',
    example: { do: 'followers.add', agentIds: ['ag-7', 'ag-8'] },
  },
  'followers.remove': { does: 'Removes followers.', example: { do: 'followers.remove', agentIds: ['ag-7'] } },
  'priority.set': { does: 'Sets the priority.', example: { do: 'priority.set', priority: 'high' } },
  'description.set': {
    does: 'Sets what the conversation is described by.',
    example: { do: 'description.set', text: '{{message.text}}' },
  },
  'conversation.tag': {
    does: 'Adds tags to the conversation.',
    example: { do: 'conversation.tag', tags: ['returns', 'vip'] },
  },
  'conversation.untag': {
    does: 'Removes tags of the conversation.',
    example: { do: 'conversation.untag', tag: 'bot' },
  },
  'customer.tag': { does: 'Adds tags to the customer.', example: { do: 'customer.tag', tag: 'complained' } },
  'customer.untag': { does: 'Removes tags of the customer.', example: { do: 'customer.untag', tag: 'new' } },
  'conversation.open': {
    does: 'Opens the chat: it enters the inbox, and workflows for opened chats may fire.',
    example: { do: 'conversation.open' },
  },
  'conversation.close': {
    does: 'Closes the chat, which ends live runs; this one may finish what needs no waiting.',
    example: { do: 'conversation.close' },
  },
  'conversation.snooze': {
    does: 'Snoozes the chat; when the time is over it opens again.',
    example: { do: 'conversation.snooze', duration: 'PT1H' },
  },
  'note.add': {
    does: 'Leaves an internal note.',
    fields: { mention: 'the assignee is notified' },
    example: { do: 'note.add', text: '{{customer.name}}: {{message.text}}', mention: 'assignee' },
  },
  'team.message': {
    does: 'Writes into a team chat.',
    example: { do: 'team.message', teamChatId: 'team-1', text: 'VIP 상담이 시작되었습니다.' },
  },
  'agent.notify': { does: 'Notifies the assignee.', example: { do: 'agent.notify', text: '고객이 기다립니다.' } },
  'sms.send': { does: 'Sends an SMS.', fields: { to }, example: { do: 'sms.send', text: '문의가 접수되었습니다.' } },
  'email.send': {
    does: 'Sends an e-mail.',
    fields: { to },
    example: { do: 'email.send', subject: '문의가 접수되었습니다', text: '곧 답변드리겠습니다.' },
  },
  'survey.send': {
    does: 'Asks how satisfied the customer is. The answer is `{{answer.rating}}`, 0 to the scale.',
    fields: { scale: 'default 5' },
    example: { do: 'survey.send', question: '상담은 어떠셨나요?', scale: 5 },
  },
  'webhook.call': {
    does: 'Calls a webhook and waits for its answer, `{{result.NAME.…}}`.',
    fields: {
      method: 'default `POST`',
      as: 'name of the result',
      body: 'any JSON; placeholders in its texts are filled',
    },
    example: {
      do: 'webhook.call',
      url: 'https://shop.example.com/orders/{{answer.order}}',
      method: 'GET',
      as: 'order',
    },
  },
  'assistant.handOver': {
    does: 'Hands the conversation to an assistant: each message of the customer is posted to `url`, which answers `{ "text", "handBack" }`. Ends when it hands back, an agent writes, or after `maxTurns`.',
    fields: { maxTurns: 'default 10' },
    example: { do: 'assistant.handOver', url: 'https://assistant.example.com/turns', maxTurns: 5 },
  },
  end: { does: 'Ends the run.', example: { do: 'end' } },
  'call.say': {
    does: 'Says a text to the caller.',
    example: { do: 'call.say', text: '연결해 드리겠습니다.', language: 'ko-KR' },
  },
  'call.menu': {
    does: 'Asks the caller to press a key; each leads to steps of its own. Then the run goes on behind this step.',
    fields: {
      choices: 'steps by key',
      otherwise: 'steps taken when no such key was pressed',
      repeat: 'how often it is asked again before that; default 0',
    },
    example: {
      do: 'call.menu',
      text: '주문은 1번을 눌러 주세요.',
      choices: { 1: [{ do: 'call.route', teamId: 'orders' }] },
      otherwise: [{ do: 'call.hangUp' }],
    },
  },
  'call.digits': {
    does: 'Asks the caller for digits, `{{answer.NAME}}`.',
    fields: { as: 'name of the answer' },
    example: { do: 'call.digits', text: '예약 번호 네 자리를 눌러 주세요.', length: 4, as: 'booking' },
  },
  'call.route': {
    does: 'Puts the call through to a team, an agent or a number: exactly one of them. Where nobody takes it the run goes on.',
    example: { do: 'call.route', teamId: 'returns' },
  },
  'call.voicemail': {
    does: 'Records a message of the caller, whose address is `{{answer.voicemail}}`.',
    fields: { maxSeconds: 'default 120' },
    example: { do: 'call.voicemail', text: '삐 소리 후 말씀해 주세요.', maxSeconds: 60 },
  },
  'call.hangUp': { does: 'Hangs up; the run ends.', example: { do: 'call.hangUp' } },
};
