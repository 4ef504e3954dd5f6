/** What doctor finds about e-mail, in SES and in the DNS: each fault alone is named, with what to do. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Records, startDns } from './fake-dns';
import { FakeSes } from './fake-ses';
import { Receiver } from './receiver';
import { cli } from './run-cli';

let ses: FakeSes;
let receiver: Receiver;
let dns: Awaited<ReturnType<typeof startDns>>;
let records: Records;
const healthy = {
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  EnforcementStatus: 'HEALTHY',
  SendQuota: { Max24HourSend: 1000, MaxSendRate: 14, SentLast24Hours: 10 },
};
const verified = {
  VerifiedForSendingStatus: true,
  DkimAttributes: { Status: 'SUCCESS', SigningEnabled: true, Tokens: ['abc', 'def'] },
  MailFromAttributes: { MailFromDomain: 'bounce.shop.example', MailFromDomainStatus: 'SUCCESS' },
};

beforeEach(async () => {
  receiver = await new Receiver().start();
  const empty = () => ({ body: { items: [] } });
  receiver.routes['GET /healthz'] = () => ({ body: { status: 'ok' } });
  for (const path of ['workflows', 'channels', 'parked', 'parked/unowned']) receiver.routes[`GET /v1/${path}`] = empty;
  ses = await new FakeSes().start();
  ses.account = healthy;
  ses.identities['shop.example'] = verified;
  ses.configurationSets['Threadkeeper-prod'] = { SendingOptions: { SendingEnabled: true } };
  ses.ruleSets['threadkeeper-prod'] = [
    { name: 'threadkeeper-prod', recipients: ['reply.shop.example'], enabled: true },
  ];
  ses.active = 'threadkeeper-prod';
  records = {
    'reply.shop.example MX': ['10 inbound-smtp.ap-northeast-2.amazonaws.com'],
    '_dmarc.shop.example TXT': ['v=DMARC1; p=none'],
  };
  dns = await startDns(records);
});
afterEach(async () => {
  await Promise.all([dns.stop(), ses.stop(), receiver.stop()]);
});

const examine = (...more: string[]) =>
  cli(
    ...['doctor', '--url', receiver.url, '--stage', 'prod', '--dns', dns.address],
    ...['--email-identity', 'shop.example', '--reply-domain', 'reply.shop.example', ...more],
  );

test('all is well', async () => {
  const { code, out } = await examine();
  expect({ code, bad: out.match(/.*(fail|warn) .*(SES|mail|domain|DNS|MX).*/g) }).toEqual({ code: 0, bad: null });
  for (const said of [
    'shop.example is verified',
    'signed (DKIM)',
    'bounce.shop.example',
    'out of the sandbox',
    '10 of 1000',
  ])
    expect(out).toContain(said);
  for (const said of ['Threadkeeper-prod', 'reply.shop.example MX', 'p=none', 'taken in by threadkeeper-prod'])
    expect(out).toContain(said);
});

test('says nothing of e-mail unless a sender is named', async () => {
  const { out } = await cli('doctor', '--url', receiver.url);
  expect(out).not.toMatch(/SES|DKIM/);
});

test('of an address, neither DKIM nor DMARC is asked for', async () => {
  ses.identities['help@shop.example'] = { VerifiedForSendingStatus: true };
  const { code, out } = await cli(
    ...['doctor', '--url', receiver.url, '--stage', 'prod', '--email-identity', 'help@shop.example'],
  );
  expect(code).toBe(0);
  expect(out).toContain('help@shop.example is verified');
  expect(out).not.toMatch(/DKIM|DMARC|MAIL FROM/);
});

/** A fault, and what is said of it: the finding and what to do. */
const faults: [string, () => void, RegExp][] = [
  [
    'an identity that is not there',
    () => delete ses.identities['shop.example'],
    /fail {2}shop\.example is not in SES of ap-northeast-2\n.*-c emailIdentity/,
  ],
  [
    'an identity that is not verified',
    () => Object.assign(ses.identities, { 'shop.example': { ...verified, VerifiedForSendingStatus: false } }),
    /fail {2}shop\.example is not verified.*\n.*DnsDkim/,
  ],
  [
    'no DKIM',
    () =>
      Object.assign(ses.identities, {
        'shop.example': { ...verified, DkimAttributes: { Status: 'PENDING', SigningEnabled: true, Tokens: ['abc'] } },
      }),
    /fail {2}.*DKIM is PENDING.*\n.*abc\._domainkey\.shop\.example CNAME abc\.dkim\.amazonses\.com/,
  ],
  [
    'a MAIL FROM domain without its records',
    () =>
      Object.assign(ses.identities, {
        'shop.example': {
          ...verified,
          MailFromAttributes: { MailFromDomain: 'bounce.shop.example', MailFromDomainStatus: 'FAILED' },
        },
      }),
    /warn {2}MAIL FROM bounce\.shop\.example is failed\n.*feedback-smtp\.ap-northeast-2\.amazonses\.com.*spf1/,
  ],
  [
    'no MAIL FROM domain',
    () => Object.assign(ses.identities, { 'shop.example': { ...verified, MailFromAttributes: undefined } }),
    /warn {2}there is no MAIL FROM domain/,
  ],
  [
    'the sandbox',
    () => Object.assign(ses, { account: { ...healthy, ProductionAccessEnabled: false } }),
    /warn {2}.*sandbox.*\n.*Request production access/,
  ],
  [
    'a pause',
    () => Object.assign(ses, { account: { ...healthy, SendingEnabled: false } }),
    /fail {2}sending is paused/,
  ],
  [
    'a review',
    () => Object.assign(ses, { account: { ...healthy, EnforcementStatus: 'PROBATION' } }),
    /warn {2}Amazon reviews this account \(PROBATION\)/,
  ],
  [
    'a quota that is nearly used up',
    () =>
      Object.assign(ses, {
        account: { ...healthy, SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 170 } },
      }),
    /warn {2}170 of 200 e-mails sent in 24 h, 1\/s\n.*Service Quotas/,
  ],
  [
    'no configuration set',
    () => delete ses.configurationSets['Threadkeeper-prod'],
    /fail {2}there is no configuration set Threadkeeper-prod\n.*--stage/,
  ],
  [
    'a configuration set that sends nothing',
    () => Object.assign(ses.configurationSets, { 'Threadkeeper-prod': { SendingOptions: { SendingEnabled: false } } }),
    /fail {2}sending by Threadkeeper-prod is switched off/,
  ],
  [
    'another rule set in use',
    () => Object.assign(ses, { active: 'archive' }),
    /fail {2}the active receipt rule set is archive, not threadkeeper-prod.*\n.*mail activate --rule-set threadkeeper-prod/,
  ],
  ['no rule set in use', () => Object.assign(ses, { active: undefined }), /fail {2}.*rule set is none/],
  [
    'a rule set without a rule of ours',
    () => Object.assign(ses.ruleSets, { 'threadkeeper-prod': [] }),
    /fail {2}threadkeeper-prod has no rule for reply\.shop\.example/,
  ],
  [
    'a rule that is off',
    () =>
      Object.assign(ses.ruleSets, {
        'threadkeeper-prod': [{ name: 'rule', recipients: ['reply.shop.example'], enabled: false }],
      }),
    /fail {2}the rule rule is switched off/,
  ],
  [
    'no MX',
    () => delete records['reply.shop.example MX'],
    /fail {2}reply\.shop\.example has no MX.*\n.*MX 10 inbound-smtp\.ap-northeast-2\.amazonaws\.com/,
  ],
  [
    'an MX of somebody else',
    () => Object.assign(records, { 'reply.shop.example MX': ['10 mx.other.example'] }),
    /fail {2}answers go elsewhere: reply\.shop\.example MX mx\.other\.example/,
  ],
  [
    'a second MX',
    () => records['reply.shop.example MX']?.push('20 mx.other.example'),
    /warn {2}some answers go elsewhere/,
  ],
  [
    'no DMARC',
    () => delete records['_dmarc.shop.example TXT'],
    /warn {2}shop\.example has no DMARC record\n.*_dmarc\.shop\.example TXT "v=DMARC1; p=none"/,
  ],
  [
    'SES that refuses to answer',
    () => Object.assign(ses, { refusal: 'AccessDeniedException' }),
    /warn {2}the identity shop\.example could not be asked.*\n.*AWS credentials/,
  ],
];

describe('names', () => {
  test.each(faults)('%s', async (_, breakIt, says) => {
    breakIt();
    const { code, out } = await examine();
    expect(out).toMatch(says);
    expect(code).toBe(/✘ fail/.test(out) ? 1 : 0);
  });
});

test('the DMARC record of a domain above counts, too', async () => {
  ses.identities['mail.shop.example'] = verified;
  const { out } = await examine('--email-identity', 'mail.shop.example');
  expect(out).toContain('_dmarc.shop.example TXT "v=DMARC1; p=none"');
});

test('parked messages that name no workspace are told, as far as the key allows', async () => {
  const list = { items: [{ queue: 'mail', reason: 'It was tried again and again.' }] };
  receiver.routes['GET /v1/parked/unowned'] = () => ({ body: list });
  expect((await examine()).out).toMatch(/warn {2}1 messages parked that name no workspace\n.*of mail: It was tried/);
  receiver.routes['GET /v1/parked/unowned'] = () => ({ status: 403, body: { detail: 'admin' } });
  expect((await examine()).out).toMatch(/ok {4}.*not looked at, which takes an admin key/);
});
