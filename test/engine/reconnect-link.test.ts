/** `{{reconnectLink}}`: where authors name it, a link is made; what customers write names none. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asWritten, namesLink, withLink } from '../../src/engine/reconnect-link';
import { Story, workflow } from './story';

const LINK = 'https://api.example/r/abc';
const MARK = '\ufdd0';
const trigger = { type: 'message.customer' };

function sent(steps: unknown[], customer: Record<string, unknown> = {}, text = 'hello') {
  const story = new Story([workflow('w', { trigger, steps })]);
  story.customer = { id: 'cu', ...customer };
  story.customerSays(text);
  return story.effects;
}
const filled = (effects: { type: string; fields: Record<string, unknown> }[]) =>
  effects.map(({ type, fields }) => (namesLink(type, fields) ? withLink(fields, LINK) : fields));

describe('a text to the customer', () => {
  test('has the link where its author named it', () => {
    const steps = [
      { do: 'message.send', text: '여기로 돌아오세요: {{reconnectLink}} ({{ reconnectLink }})' },
      { do: 'message.send', text: 'come back', link: { label: 'here', url: '{{reconnectLink}}' } },
      { do: 'sms.send', text: '{{reconnectLink}}', to: '+821012345678' },
      { do: 'email.send', subject: 's', text: 'Dear {{customer.name}}: {{reconnectLink}}', to: 'kim@example.com' },
    ];
    expect(filled(sent(steps, { name: 'Kim' }))).toEqual([
      { text: `여기로 돌아오세요: ${LINK} (${LINK})` },
      { text: 'come back', link: { label: 'here', url: LINK } },
      { text: LINK, to: '+821012345678' },
      { subject: 's', text: `Dear Kim: ${LINK}`, to: 'kim@example.com' },
    ]);
  });

  test.each([
    { do: 'form.send', text: '{{reconnectLink}}', fields: [{ name: 'n', label: '{{reconnectLink}}', type: 'text' }] },
    { do: 'ask.once', text: '{{reconnectLink}}', as: 'n' },
    { do: 'survey.send', question: '{{reconnectLink}}', scale: 5 },
    { do: 'message.buttons', text: '{{reconnectLink}}', buttons: [{ label: '{{reconnectLink}}', steps: [] }] },
  ])('that asks for an answer has it too: $do', (step) => {
    const [fields] = filled(sent([step]));
    expect(JSON.stringify(fields)).not.toContain(MARK);
    expect(JSON.stringify(fields).split(LINK)).toHaveLength(JSON.stringify(step).split('{{').length);
  });

  test('shows to others as it was written', () => {
    const [effect] = sent([{ do: 'message.send', text: 'back: {{reconnectLink}}' }]);
    expect(asWritten(effect?.fields ?? {})).toEqual({ text: 'back: {{reconnectLink}}' });
  });
});

test('others get no link, and nothing in its place', () => {
  const steps = [
    { do: 'note.add', text: 'a{{reconnectLink}}b' },
    { do: 'webhook.call', url: 'https://hook.example/{{reconnectLink}}', body: { text: 'a{{reconnectLink}}b' } },
  ];
  const effects = sent(steps);
  expect(effects.map(({ fields }) => fields)).toEqual([
    { text: 'ab' },
    expect.objectContaining({ url: 'https://hook.example/', body: { text: 'ab' } }),
  ]);
  expect(effects.some(({ type, fields }) => namesLink(type, fields))).toBe(false);
});

describe('what customers write', () => {
  const hostile = fc.array(fc.constantFrom(MARK, '{{', '}}', 'reconnectLink', ' ', 'x'), { maxLength: 8 });

  test('names no link, whatever it is', () => {
    const steps = [
      { do: 'message.send', text: '{{customer.name}}{{message.text}}{{customer.profile.x}}' },
      { do: 'email.send', subject: '{{customer.name}}', text: '{{message.text}}' },
    ];
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, said, field) => {
        const email = `${MARK}@example.com`;
        const customer = { name: name.join(''), email, profile: { x: field.join('') } };
        for (const { type, fields } of sent(steps, customer, said.join('') || 'x')) {
          expect(namesLink(type, fields)).toBe(false);
        }
      }),
    );
  });

  test('and came by e-mail names none at the channel', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const story = new Story([]);
        const data = { messageId: 'mail-1', author: { type: 'customer', id: 'cu' }, text: text.join('') || 'x' };
        const event = { schema: 1, id: 'e', workspaceId: 'w', channelId: 'web', subject: 'c', origin: 'command' };
        story.take({ ...event, type: 'message.created', receivedAt: story.now, data } as never);
        const [echo] = story.effects;
        expect(echo?.type).toBe('message.send');
        expect(namesLink('message.send', echo?.fields ?? {})).toBe(false);
      }),
    );
  });
});

test.each([
  [{}, true],
  [{ private: true }, false],
])('an agent’s message by the API names it, a note does not: %o', (more, isLinked) => {
  const story = new Story([]);
  const data = { messageId: 'm', author: { type: 'agent', id: 'ag' }, text: 'back: {{reconnectLink}}', ...more };
  const event = { schema: 1, id: 'e', workspaceId: 'w', channelId: 'web', subject: 'c', origin: 'command' };
  story.take({ ...event, type: 'message.created', receivedAt: story.now, data } as never);
  const [{ type, fields } = { type: '', fields: {} }] = story.effects;
  expect(namesLink(type, fields)).toBe(isLinked);
  expect(asWritten(fields).text).toBe('back: {{reconnectLink}}');
});
