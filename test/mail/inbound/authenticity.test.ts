import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { whyUnverified } from '../../../src/mail/inbound/authenticity';
import { readMail } from '../../../src/mail/inbound/read-mail';
import type { Verdict } from '../../../src/mail/inbound/receipt';
import { CUSTOMER, type Delivery, delivered, letter } from './given';

async function why(delivery: Delivery = {}, lines: readonly string[] = [], address = CUSTOMER) {
  const { raw, receipt } = delivered(letter(lines), delivery);
  return whyUnverified(await readMail(raw), receipt, address);
}

const NO_POLICY = { dmarc: 'GRAY' } as const;
/** Neither signature nor envelope speaks for the sender, and its domain has no policy. */
const nothing: Delivery = {
  source: 'bounces@relay.example.net',
  verdicts: { ...NO_POLICY, dkim: 'GRAY' },
  results: 'dmarc=none header.from=example.com;',
};
const signedBy = (...domains: string[]): Delivery => ({
  ...nothing,
  verdicts: { ...NO_POLICY, dkim: 'PASS' },
  results: `${domains.map((domain) => `dkim=pass header.i=@${domain};`).join(' ')} dmarc=none header.from=example.com;`,
});
const fromEnvelope = (source: string, spf: Verdict = 'PASS'): Delivery => ({
  ...nothing,
  source,
  verdicts: { ...NO_POLICY, dkim: 'GRAY', spf },
});

describe('a mail counts as the answer of an address (C9)', () => {
  test.each<[string, Delivery]>([
    ['DMARC passed', {}],
    ['DMARC passed, though envelope and signature are another service’s', { ...nothing, verdicts: {}, results: '' }],
    ['no policy, signed by its domain', signedBy('example.com')],
    ['no policy, signed by its domain in other letters', signedBy('Example.COM')],
    ['no policy, signed by several, its domain among them', signedBy('amazonses.com', 'example.com')],
    ['no policy, signed by the domain above', { ...signedBy('example.com') }],
    ['no policy, signed by a domain below', signedBy('mail.example.com')],
    ['no policy, not signed, the envelope of its domain', fromEnvelope('kim@example.com')],
    ['no policy, not signed, the envelope of a domain below', fromEnvelope('b-1=kim@bounces.example.com')],
    ['no policy, not told in the mail itself', { ...fromEnvelope(CUSTOMER), results: '' }],
  ])('%s', async (_, delivery) => expect(await why(delivery)).toBeUndefined());

  test('in any case of its letters', async () => {
    expect(await why({}, ['From: KIM@Example.Com'])).toBeUndefined();
    expect(await why({}, [], 'Kim@EXAMPLE.com')).toBeUndefined();
  });
});

describe('a mail does not', () => {
  test.each<[string, Delivery]>([
    ['DMARC failed', { verdicts: { dmarc: 'FAIL' }, dmarcPolicy: 'reject' }],
    ['DMARC failed by a policy that asks for nothing', { verdicts: { dmarc: 'FAIL' }, dmarcPolicy: 'none' }],
    ['DMARC could not be checked', { verdicts: { dmarc: 'PROCESSING_FAILED' } }],
    ['DMARC was not checked', { verdicts: { dmarc: 'DISABLED' } }],
    [
      'DMARC failed, told as gray since the policy asks for nothing',
      { ...signedBy('example.com'), dmarcPolicy: 'none' },
    ],
    [
      'DMARC failed, as only the mail itself tells',
      { ...signedBy('example.com'), results: 'dkim=pass header.i=@example.com; dmarc=fail header.from=example.com;' },
    ],
    ['no policy, no signature, the envelope of another', nothing],
    ['no policy, signed by another', signedBy('relay.example.net')],
    ['no policy, signed by a domain beside it', signedBy('example.org')],
    ['no policy, signed by one whose name ends alike', signedBy('badexample.com')],
    ['no policy, signed by its registry', signedBy('com')],
    ['no policy, its domain’s signature is wrong', { ...signedBy('x'), results: 'dkim=fail header.i=@example.com;' }],
    [
      'no policy, SES found no signature right',
      { ...signedBy('example.com'), verdicts: { ...NO_POLICY, dkim: 'FAIL' } },
    ],
    ['no policy, the envelope of its domain from a wrong machine', fromEnvelope(CUSTOMER, 'FAIL')],
    ['no policy, the envelope of a domain without a policy of its own', fromEnvelope(CUSTOMER, 'GRAY')],
    ['no policy, the envelope could not be checked', fromEnvelope(CUSTOMER, 'PROCESSING_FAILED')],
    ['no policy, a null envelope', fromEnvelope('')],
    ['DMARC passed for another domain than that of the address', { results: 'dmarc=pass header.from=evil.example;' }],
  ])('%s', async (_, delivery) => expect(await why(delivery)).toEqual(expect.any(String)));

  test('from another address, however well it is proved', async () => {
    expect(await why({}, ['From: Lee <lee@example.com>'])).toContain('lee@example.com');
    expect(await why({}, ['From: kim@example.com.evil.example'])).toEqual(expect.any(String));
    expect(await why({}, ['From: kim+shop@example.com'])).toEqual(expect.any(String));
  });

  test('every way in which domain, signature, envelope and policy can stand gives the answer that the rule gives', async () => {
    const verdict = fc.constantFrom<Verdict>('PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED');
    const bool = fc.boolean();
    await fc.assert(
      fc.asyncProperty(
        verdict,
        verdict,
        verdict,
        bool,
        bool,
        bool,
        bool,
        async (dmarc, dkim, spf, own, signer, sender, policy) => {
          const delivery = {
            source: sender ? 'kim@example.com' : 'x@evil.example',
            verdicts: { dmarc, dkim, spf },
            results: `dkim=${dkim === 'PASS' ? 'pass' : 'fail'} header.i=@${signer ? 'example.com' : 'evil.example'};`,
            ...(policy && { dmarcPolicy: 'quarantine' }),
          };
          const from = own ? CUSTOMER : 'mallory@example.com';
          const isAligned = (dkim === 'PASS' && signer) || (spf === 'PASS' && sender);
          const counts = own && (dmarc === 'PASS' || (dmarc === 'GRAY' && !policy && isAligned));
          expect((await why(delivery, [`From: <${from}>`])) === undefined).toBe(counts);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what the sender writes of the checks is not believed', () => {
  const forged =
    'Authentication-Results: amazonses.com; dkim=pass header.i=@example.com; dmarc=none header.from=example.com;';
  test('a result below the one of SES', async () => {
    expect(await why(nothing, [forged])).toEqual(expect.any(String));
    expect(await why(nothing, [forged, 'X-SES-RECEIPT: forged'])).toEqual(expect.any(String));
    expect(await why({ ...nothing, verdicts: { dmarc: 'GRAY', dkim: 'PASS' } }, [forged])).toEqual(expect.any(String));
  });

  test.each([
    ['the envelope', { source: 'a@evil.example; helo=x; dkim=pass header.i=@example.com' }],
    ['a quoted local part of the envelope', { source: '"x; dkim=pass header.i=@example.com; y"@evil.example' }],
    ['the name that the machine gave itself', { helo: 'x; dkim=pass header.i=@example.com' }],
    [
      'that name, with an end that fits',
      { helo: 'x; dkim=pass header.i=@example.com; dmarc=none header.from=example.com' },
    ],
    ['a comment', { helo: 'x (; dkim=pass header.i=@example.com' }],
  ])('a result within %s', async (_, delivery) => {
    const results = 'dkim=pass header.i=@evil.example; dmarc=none header.from=example.com;';
    const found = await why({
      ...nothing,
      verdicts: { ...NO_POLICY, dkim: 'PASS' },
      results,
      source: 'x@evil.example',
      ...delivery,
    });
    expect(found).toEqual(expect.any(String));
  });

  test('a result within the identity of a signature', async () => {
    const signer = 'x; dkim=pass header.i=@example.com; y@evil.example';
    expect(await why(signedBy(signer))).toEqual(expect.any(String));
  });

  test('a result where SES has written none', async () => {
    const { raw, receipt } = delivered(letter([forged]), { ...nothing, verdicts: { ...NO_POLICY, dkim: 'PASS' } });
    const unstamped = Buffer.from(String(raw).replace(/Authentication-Results:.*(\r\n .*)*\r\n/, ''));
    expect(String(unstamped).match(/Authentication-Results/g)).toHaveLength(1);
    expect(whyUnverified(await readMail(unstamped), receipt, CUSTOMER)).toEqual(expect.any(String));
  });

  test('results that contradict each other', async () => {
    const results = `${signedBy('example.com').results} dmarc=fail header.from=example.com;`;
    expect(await why({ ...signedBy('example.com'), results })).toEqual(expect.any(String));
  });

  test('an envelope whose last domain is not the first that one reads', async () => {
    expect(await why(fromEnvelope('kim@example.com@evil.example'))).toEqual(expect.any(String));
    expect(await why(fromEnvelope('kim@example.com, x@evil.example'))).toEqual(expect.any(String));
  });
});
