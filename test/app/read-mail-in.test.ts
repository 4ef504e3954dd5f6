import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MailIn, readMailIn } from '../../src/app/read-mail-in';
import { MessageError } from '../../src/app/read-message';

/** As AWS tells it, of a mail whose sender has no DMARC policy. */
const told = {
  Records: [
    {
      eventSource: 'aws:ses',
      eventVersion: '1.0',
      ses: {
        mail: {
          timestamp: '2026-01-05T09:00:00.123Z',
          source: 'kim@example.com',
          messageId: 'o3vrnil0e2ic28tr',
          destination: ['reply+x@reply.shop.example'],
          headersTruncated: false,
          headers: [{ name: 'From', value: 'kim@example.com' }],
          commonHeaders: { from: ['kim@example.com'], subject: '문의' },
        },
        receipt: {
          timestamp: '2026-01-05T09:00:00.123Z',
          processingTimeMillis: 574,
          recipients: ['reply+x@reply.shop.example'],
          spamVerdict: { status: 'DISABLED' },
          virusVerdict: { status: 'PASS' },
          spfVerdict: { status: 'PASS' },
          dkimVerdict: { status: 'PROCESSING_FAILED' },
          dmarcVerdict: { status: 'GRAY' },
          action: { type: 'Lambda', functionArn: 'arn:aws:lambda:eu-west-1:1:function:in', invocationType: 'Event' },
        },
      },
    },
  ],
};
const receipt = {
  messageId: 'o3vrnil0e2ic28tr',
  recipients: ['reply+x@reply.shop.example'],
  source: 'kim@example.com',
  receivedAt: Date.parse('2026-01-05T09:00:00.123Z'),
  verdicts: { spam: 'DISABLED', virus: 'PASS', spf: 'PASS', dkim: 'PROCESSING_FAILED', dmarc: 'GRAY' },
  key: 'inbound/o3vrnil0e2ic28tr',
};
const changed = (change: (ses: (typeof told.Records)[0]['ses']) => void) => {
  const copy = structuredClone(told);
  for (const { ses } of copy.Records) change(ses);
  return copy;
};

describe('an e-mail is told', () => {
  test('by SES', () => expect(readMailIn(told)).toEqual([{ receipt, attempt: 0 }]));

  test('by Lambda, once it has given up', () => {
    const record = {
      version: '1.0',
      timestamp: '2026-01-05T09:05:00.000Z',
      requestContext: { requestId: 'r', functionArn: 'a', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: told,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'StoreError' },
    };
    expect(readMailIn(record)).toEqual([{ receipt, attempt: 0 }]);
    expect(readMailIn({ ...record, attempt: 2 })).toEqual([{ receipt, attempt: 2 }]);
  });

  test('by ourselves, once it was parked', () => {
    expect(readMailIn({ schema: 1, receipt, ref: { workspaceId: 'main' }, attempt: 1 })).toEqual([
      { receipt, attempt: 1 },
    ]);
  });

  test('to as many as SES takes', () => {
    const many = changed(({ receipt: of }) => Object.assign(of, { recipients: Array(500).fill('a@b.example') }));
    expect(readMailIn(many)[0]?.receipt.recipients).toHaveLength(500);
  });

  test('with the policy that it failed by', () => {
    const failed = changed(({ receipt: of }) => Object.assign(of, { dmarcPolicy: 'reject' }));
    expect(readMailIn(failed)[0]?.receipt.dmarcPolicy).toBe('reject');
  });

  test('of the null sender', () => {
    const nobody = changed(({ mail }) => Object.assign(mail, { source: undefined }));
    expect(readMailIn(nobody)[0]?.receipt.source).toBe('');
  });
});

test('a verdict that is not there, or new, vouches for nothing', () => {
  const odd = changed(({ receipt: of }) =>
    Object.assign(of, { dmarcVerdict: { status: 'MAYBE' }, spfVerdict: undefined }),
  );
  expect(readMailIn(odd)[0]?.receipt.verdicts).toMatchObject({ dmarc: 'PROCESSING_FAILED', spf: 'DISABLED' });
});

describe('what tells of none is refused for good', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['no records', { Records: [] }],
    ['another service', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
    ['no recipients', changed(({ receipt: of }) => Object.assign(of, { recipients: [] }))],
    ['to more', changed(({ receipt: of }) => Object.assign(of, { recipients: Array(501).fill('a@b.example') }))],
    ['an id that is a path', changed(({ mail }) => Object.assign(mail, { messageId: '../attachments/x' }))],
    ['no time', changed(({ mail }) => Object.assign(mail, { timestamp: 'yesterday' }))],
    ['half a receipt', { schema: 1, receipt: { ...receipt, key: undefined } }],
    ['no schema', { receipt }],
  ])('%s', (_, value) => {
    expect(() => readMailIn(value)).toThrow(expect.objectContaining({ name: 'MessageError', retry: false }));
  });

  test('a newer schema waits for a newer version', () => {
    expect(() => readMailIn({ schema: 2, receipt })).toThrow(expect.objectContaining({ retry: true }));
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = ((): MailIn[] | unknown => {
          try {
            return readMailIn(value);
          } catch (error) {
            return error;
          }
        })();
        expect(read).toBeInstanceOf(MessageError);
      }),
    );
  });
});
