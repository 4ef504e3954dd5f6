import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from './fixtures/toy-app';
import { givenMailStack, type MailStack } from './fixtures/toy-mail';
import { MINUTE } from './fixtures/toy-stack';

interface Told {
  event: { source: string; resources: string[]; detail: Record<string, unknown> };
}
const of = (stack: MailStack, what: string) => stack.told<Told>(what).map(({ event }) => event);
const types = (stack: MailStack) => stack.outside.outbox().flatMap(({ to, type }) => (to === 'email' ? [] : [type]));

describe('what becomes of an e-mail', () => {
  test('that was taken: it is sent, then delivered; a function is told of both', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    await stack.settled();
    expect(types(stack)).toEqual(['Email Sent', 'Email Delivered']);
    const [sent] = of(stack, 'Email Sent');
    expect(sent).toMatchObject({
      version: '0',
      source: 'aws.ses',
      account: '000000000000',
      region: 'us-east-1',
      time: '2026-01-05T09:00:00Z',
      resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/mail'],
      detail: {
        eventType: 'Send',
        send: {},
        mail: {
          messageId: id,
          destination: ['kim@example.com'],
          headers: expect.arrayContaining([{ name: 'Message-ID', value: `<${id}@email.amazonses.com>` }]),
          commonHeaders: { subject: '반품 안내', replyTo: ['reply+token@reply.shop.example'] },
          tags: { effectId: ['ef_1'], 'ses:configuration-set': ['mail'], 'ses:from-domain': ['shop.example'] },
        },
      },
    });
    expect(of(stack, 'Email Delivered')[0]?.detail).toMatchObject({ delivery: { recipients: ['kim@example.com'] } });
    expect([stack.denied, stack.failures]).toEqual([[], []]);
  });

  test('whose sender was not answered: it is sent all the same', async () => {
    const stack = await givenMailStack();
    stack.outside.addFault({ timeout: true, taken: true, times: 1 });
    await expect(stack.send()).rejects.toThrow();
    await stack.settled();
    expect(types(stack)).toEqual(['Email Sent', 'Email Delivered']);
    expect(stack.mailbox.sent()).toHaveLength(1);
    expect(stack.outside.outbox()[0]).toMatchObject({ to: 'email', effectId: 'ef_1' });
  });

  test('that was not taken: nothing', async () => {
    const stack = await givenMailStack();
    stack.outside.addFault({ timeout: true, times: 1 });
    stack.outside.addFault({ status: 400, error: 'SendingPausedException', times: 1 });
    await expect(stack.send()).rejects.toThrow();
    await expect(stack.send()).rejects.toMatchObject({ name: 'SendingPausedException' });
    await stack.settled();
    expect([types(stack), stack.mailbox.sent()]).toEqual([[], []]);
  });

  test.each([
    [
      'permanent',
      { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'kim@example.com', status: '5.1.1' }] },
    ],
    [
      'transient',
      { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'kim@example.com', status: '4.2.2' }] },
    ],
  ] as const)('when it bounces: %s', async (kind, bounce) => {
    const stack = await givenMailStack();
    await stack.send();
    stack.mailbox.bounce(stack.mailbox.sent()[0]!, kind);
    await stack.settled();
    expect(of(stack, 'Email Bounced')).toMatchObject([{ detail: { eventType: 'Bounce', bounce } }]);
  });

  test('when its receiver complains', async () => {
    const stack = await givenMailStack();
    await stack.send();
    stack.mailbox.complain(stack.mailbox.sent()[0]!);
    await stack.settled();
    const complaint = { complainedRecipients: [{ emailAddress: 'kim@example.com' }] };
    expect(of(stack, 'Email Complaint Received')).toMatchObject([{ detail: { eventType: 'Complaint', complaint } }]);
  });

  test('without a configuration set nobody is told', async () => {
    const stack = await givenMailStack();
    await stack.send({ ConfigurationSetName: undefined });
    await stack.settled();
    expect(types(stack)).toEqual([]);
  });

  test('is told after a restart, if the stack ended before', async () => {
    const dataDir = temporaryFolder();
    const before = await givenMailStack({ dataDir });
    await before.send();
    await before.stop();
    const after = await givenMailStack({ dataDir });
    await after.settled();
    expect(new Set(types(after))).toEqual(new Set(['Email Sent', 'Email Delivered']));
    expect(after.mailbox.sent()).toHaveLength(1);
  });

  test('that its function may not be told of lies in the rule’s dead-letter queue', async () => {
    const stack = await givenMailStack({ changes: { FeedbackPermission: { Type: 'AWS::CDK::Metadata' } } });
    await stack.send();
    await stack.advance(MINUTE);
    expect(types(stack)).toEqual([]);
    expect(stack.denied).toMatchObject([{ caller: 'events.amazonaws.com', action: 'lambda:InvokeFunction' }, {}]);
    expect(stack.sqs.counts('Toy-MailFailed').visible).toBe(2);
  });
});
