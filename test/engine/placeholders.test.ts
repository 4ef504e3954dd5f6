/** What is filled into steps, and what is done with it. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const PAGE = 'https://shop.example/a?b=c&d=e';

/** The effects and runs of these steps, taken when a customer writes. */
function taken(steps: unknown[], customer: Record<string, unknown> = {}, text = 'hello') {
  const story = new Story([workflow('w', { trigger: { type: 'message.customer' }, steps })]);
  story.event('conversation.queued');
  story.event('customer.connected', { connectionId: 'c', page: { url: PAGE }, customer: { id: 'cu', ...customer } });
  story.customer = { id: 'cu', ...customer };
  const { runs } = story.customerSays(text);
  return { story, runs, fields: story.effects.map((effect) => effect.fields) };
}

test('what customers call themselves is no template, wherever it goes', () => {
  const trigger = { type: 'message.customer' };
  const steps = [
    { do: 'email.send', subject: 's', text: 't' },
    { do: 'sms.send', text: 't' },
  ];
  const story = new Story([workflow('w', { trigger, steps })]);
  story.customer = { id: 'cu', email: '{{customer.name}}', phone: '{{customer.name}}', name: 'Kim' };
  story.customerSays();
  expect(story.effects.map(({ fields }) => fields.to)).toEqual(['{{customer.name}}', '{{customer.name}}']);
});

describe('a placeholder', () => {
  test('in an address is percent-encoded, but for an address that it is itself', () => {
    const { fields } = taken(
      [
        { do: 'message.send', link: { label: '{{page.url}}', url: '{{page.url}}' } },
        { do: 'message.send', link: { label: 'q', url: 'https://a.example/?from={{page.url}}' } },
        { do: 'message.send', link: { label: 'js', url: '{{message.text}}' } },
      ],
      {},
      'javascript:alert(1)',
    );
    expect(fields).toEqual([
      { link: { label: PAGE, url: PAGE } },
      { link: { label: 'q', url: `https://a.example/?from=${encodeURIComponent(PAGE)}` } },
      { link: { label: 'js', url: 'javascript%3Aalert(1)' } },
    ]);
  });

  test('in a body and in headers stands as it is, under whatever name', () => {
    const body = { url: '{{page.url}}', list: [{ url: '{{page.url}}' }] };
    const { fields } = taken([
      { do: 'webhook.call', url: 'https://a.example', headers: { 'x-url': '{{page.url}}' }, body },
    ]);
    expect(fields[0]).toMatchObject({ headers: { 'x-url': PAGE }, body: { url: PAGE, list: [{ url: PAGE }] } });
  });

  test('may name a profile field with spaces in it', () => {
    const { fields } = taken([{ do: 'note.add', text: '{{ customer.profile.First name }}!' }], {
      profile: { 'First name': 'Kim' },
    });
    expect(fields).toEqual([{ text: 'Kim!' }]);
  });

  test('filled with half a surrogate pair fails nothing', () => {
    const { runs } = taken(
      [{ do: 'message.send', link: { label: 'x', url: 'https://a.example/{{message.text}}' } }],
      {},
      '\ud800',
    );
    expect(runs.at(-1)).toMatchObject({ change: 'completed' });
  });
});

describe('what a step was filled with', () => {
  test('is no tag when it is empty, and a short one when it is long', () => {
    const { story, fields } = taken(
      [
        { do: 'conversation.tag', tags: ['{{customer.tier}}', 'kept', '{{message.text}}'] },
        { do: 'conversation.tag', tag: '{{customer.tier}}' },
      ],
      {},
      'x'.repeat(20_000),
    );
    expect(fields).toEqual([{ tags: ['kept', 'x'.repeat(100)] }]);
    expect(story.conversation?.tags).toEqual(['kept', 'x'.repeat(100)]);
  });

  test('assigns nobody when it is nobody: the run fails visibly and the chat stays in the queue', () => {
    const { story, runs, fields } = taken([
      { do: 'agent.assign', agentId: '{{customer.profile.agent}}' },
      { do: 'note.add', text: 'not reached' },
    ]);
    expect(fields).toEqual([]);
    expect(runs.at(-1)).toMatchObject({ change: 'failed', detail: expect.stringContaining('agentId is empty') });
    expect(story.conversation).toMatchObject({ queued: true });
    expect(story.conversation).not.toHaveProperty('agentId');
  });
});
