import { describe, expect, test } from '@jest/globals';
import { synthesize, withMail } from './template';

/** Outputs that are about e-mail, references shown as [name]. */
function told(context: object): Record<string, string> {
  const { Outputs } = synthesize({ ...context });
  const mail = Object.entries(Outputs).filter(([id]) => id.startsWith('Dns') || id === 'ReceiveEmail');
  return Object.fromEntries(mail.map(([id, { Value }]) => [id, text(Value)]));
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref } = value as Record<string, unknown[]>;
  return join ? (join[1] as unknown[]).map(text).join('') : `[${attribute?.[1] ?? Ref}]`;
}

describe('the outputs name what has to be in the DNS', () => {
  test('of a domain, its signatures, where bounces go, and what others do with forgeries', () => {
    expect(told({ emailIdentity: 'shop.example' })).toEqual({
      DnsDkim1: '[DkimDNSTokenName1] CNAME [DkimDNSTokenValue1]',
      DnsDkim2: '[DkimDNSTokenName2] CNAME [DkimDNSTokenValue2]',
      DnsDkim3: '[DkimDNSTokenName3] CNAME [DkimDNSTokenValue3]',
      DnsMailFromMx: 'bounce.shop.example MX 10 feedback-smtp.[AWS::Region].amazonses.com',
      DnsMailFromSpf: 'bounce.shop.example TXT "v=spf1 include:amazonses.com ~all"',
      DnsDmarc: '_dmarc.shop.example TXT "v=DMARC1; p=none"',
    });
  });

  test('of a domain for answers, where they go, and how they come in', () => {
    expect(told(withMail)).toMatchObject({
      DnsReplyMx: 'reply.shop.example MX 10 inbound-smtp.[AWS::Region].amazonaws.com',
      ReceiveEmail: 'npm run threadkeeper -- mail activate --rule-set threadkeeper-dev',
    });
    expect(told({ ...withMail, receiptRuleSet: 'company' }).ReceiveEmail).toContain('--rule-set company');
  });

  test('of an identity that is there already, what it may lack', () => {
    expect(Object.keys(told({ ...withMail, existingIdentity: true })).sort()).toEqual([
      ...['DnsDmarc', 'DnsReplyMx', 'ReceiveEmail'],
    ]);
  });

  test('nothing of an address, and nothing without a sender', () => {
    expect(told({ emailIdentity: 'help@shop.example' })).toEqual({});
    expect(told({})).toEqual({});
  });
});
