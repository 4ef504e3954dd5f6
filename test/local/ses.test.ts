import { CreateEmailIdentityCommand, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ACCOUNT, allow, dataFolder, givenServices, REGION, refusal } from './services';

const arn = (resource: string) => `arn:aws:ses:${REGION}:${ACCOUNT}:${resource}`;
const policies = {
  Perform: [
    allow('ses:SendEmail', arn('identity/shop.example')),
    allow('ses:SendEmail', arn('configuration-set/mail')),
  ],
  WithoutSet: [allow('ses:SendEmail', arn('identity/shop.example'))],
  Other: [allow('ses:SendEmail', arn('identity/other.example'))],
};
let local: Awaited<ReturnType<typeof givenServices>>;
beforeEach(async () => {
  local = await givenServices({ policies });
  local.ses.verify('shop.example');
  local.ses.createConfigurationSet('mail');
});
afterEach(() => local.stop());

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
const email = (more: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: '"Help" <help@shop.example>',
  Destination: { ToAddresses: ['kim@example.com'] },
  Content: { Simple: { Subject: utf8('반품'), Body: { Text: utf8('안녕하세요') } } },
  ConfigurationSetName: 'mail',
  EmailTags: [{ Name: 'effectId', Value: 'ef_1' }],
  ...more,
});
const send = (more: Partial<SendEmailCommandInput> = {}, caller = 'Perform') =>
  local.sesClient(caller).send(new SendEmailCommand(email(more)));

describe('an e-mail sent by SES', () => {
  test('is in the outbox, with what it says', async () => {
    const { MessageId: id } = await send();
    expect(local.outside.outbox()).toEqual([
      {
        at: '2026-01-05T09:00:00.000Z',
        to: 'email',
        type: 'email',
        effectId: 'ef_1',
        data: {
          to: 'kim@example.com',
          from: '"Help" <help@shop.example>',
          subject: '반품',
          text: '안녕하세요',
          id,
          headers: {
            Date: 'Mon, 05 Jan 2026 09:00:00 +0000',
            From: '"Help" <help@shop.example>',
            To: 'kim@example.com',
            Subject: '반품',
            'Message-ID': `<${id}@eu-west-1.amazonses.com>`,
            'MIME-Version': '1.0',
            'Content-Type': 'text/plain; charset=UTF-8',
          },
        },
      },
    ]);
  });

  test('has an id of its own, sent twice is there twice', async () => {
    const ids = [(await send()).MessageId, (await send()).MessageId];
    expect(new Set(ids).size).toBe(2);
    expect(local.outside.outbox()).toHaveLength(2);
  });

  test('is still there after a restart', async () => {
    const { folder, remove } = dataFolder();
    await local.stop();
    for (const runs of [1, 2]) {
      local = await givenServices({ policies, folder });
      local.ses.verify('shop.example');
      local.ses.createConfigurationSet('mail');
      await send();
      expect(local.outside.outbox()).toHaveLength(runs);
      if (runs === 1) await local.stop();
    }
    remove();
  });

  test.each([
    ['from who is not verified', { FromEmailAddress: 'a@other.example' }, 'MessageRejected', 400],
    ['from nobody', { FromEmailAddress: 'help' }, 'BadRequestException', 400],
    ['from a name that is not encoded', { FromEmailAddress: '도움 <help@shop.example>' }, 'BadRequestException', 400],
    ['to an address in Korean', { Destination: { ToAddresses: ['김@example.com'] } }, 'BadRequestException', 400],
    ['to nobody', { Destination: {} }, 'BadRequestException', 400],
    ['with a tag of other characters', { EmailTags: [{ Name: 'id', Value: 'a.b' }] }, 'BadRequestException', 400],
  ] as const)('%s is refused', async (_what, more, name, httpStatusCode) => {
    expect(await refusal(send(more as Partial<SendEmailCommandInput>))).toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
    expect(local.outside.outbox()).toEqual([]);
  });

  test('by a configuration set that does not exist is refused', async () => {
    expect(await refusal(send({ ConfigurationSetName: 'gone' }, 'local-admin'))).toMatchObject({
      name: 'NotFoundException',
    });
  });

  test.each([
    ['Other', 'identity/shop.example'],
    ['WithoutSet', 'configuration-set/mail'],
    ['Nobody', 'identity/shop.example'],
  ])('by %s is refused for lack of a permission', async (caller, resource) => {
    const denied = { caller, action: 'ses:SendEmail', resource: arn(resource) };
    expect(await refusal(send({}, caller))).toMatchObject({ name: 'AccessDeniedException' });
    expect(local.denials).toEqual([denied]);
    expect(local.outside.outbox()).toEqual([]);
  });

  test('is of the most particular identity', async () => {
    local.ses.verify('help@shop.example');
    await refusal(send({}, 'Other'));
    expect(local.denials).toMatchObject([{ resource: arn('identity/help@shop.example') }]);
  });

  test.each([
    [429, 'TooManyRequestsException'],
    [503, 'ServiceUnavailable'],
    [500, 'InternalServiceErrorException'],
    [400, 'BadRequestException'],
  ])('meets the faults of the outside: %d', async (status, name) => {
    local.outside.addFault({ status, times: 1 });
    expect(await refusal(send())).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    await send();
    expect(local.outside.outbox()).toHaveLength(1);
  });

  test('meets an outside that does not answer', async () => {
    local.outside.addFault({ timeout: true, times: 1 });
    expect(await refusal(send())).toBeDefined();
    expect(local.outside.outbox()).toEqual([]);
  });

  test('another operation is refused by name', async () => {
    const other = new CreateEmailIdentityCommand({ EmailIdentity: 'x.example' });
    expect(await refusal(local.sesClient().send(other))).toMatchObject({ name: 'UnknownOperationException' });
  });
});
