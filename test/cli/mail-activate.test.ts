/** Which receipt rule set of Amazon SES is in use: one in a Region, and nobody's is replaced unasked. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../bin/cli/program';
import { FakeSes } from './fake-ses';
import { cli } from './run-cli';

let ses: FakeSes;
const ours = [{ name: 'threadkeeper-prod', recipients: ['reply.shop.example'], enabled: true }];
const theirs = [{ name: 'to-the-archive', recipients: ['shop.example'], enabled: true }];

beforeEach(async () => {
  ses = await new FakeSes().start();
  ses.ruleSets['threadkeeper-prod'] = ours;
});
afterEach(() => ses.stop());

const activate = (...more: string[]) => cli('mail', 'activate', '--rule-set', 'threadkeeper-prod', ...more);

describe('activating', () => {
  test('where there is none in use, nobody has to be asked', async () => {
    const { code, out } = await activate();
    expect(code).toBe(0);
    expect(out).toContain('taken in by threadkeeper-prod now, in ap-northeast-2');
    expect(out).toContain('threadkeeper-prod: reply.shop.example');
    expect(ses.active).toBe('threadkeeper-prod');
  });

  test('what is in use already changes nothing', async () => {
    ses.active = 'threadkeeper-prod';
    expect(await activate()).toMatchObject({ code: 0, out: expect.stringContaining('already') });
  });

  describe('where another is in use', () => {
    beforeEach(() => {
      ses.ruleSets.archive = theirs;
      ses.active = 'archive';
    });

    test('shows it, says how to keep both, and changes nothing without a yes', async () => {
      const { code, err } = await activate();
      expect(code).toBe(1);
      expect(err).toMatch(/archive.*to-the-archive: shop\.example.*-c receiptRuleSet=archive.*--yes/s);
      expect(ses.active).toBe('archive');
    });

    test('a person who says yes replaces it, and is told the way back', async () => {
      const [out, questions]: [string[], string[]] = [[], []];
      const code = await run(['mail', 'activate', '--rule-set', 'threadkeeper-prod'], {
        out: (text) => out.push(text),
        err: () => undefined,
        confirm: async (question) => questions.push(question) > 0,
        isInteractive: true,
      });
      expect(code).toBe(0);
      expect(questions).toEqual(['Replace archive by threadkeeper-prod?']);
      expect(out.join('\n')).toContain('mail activate --rule-set archive');
      expect(ses.active).toBe('threadkeeper-prod');
    });

    test('a script says --yes', async () => {
      expect(await activate('--yes')).toMatchObject({ code: 0 });
      expect(ses.active).toBe('threadkeeper-prod');
    });
  });

  test('one that is not there is refused with what makes it', async () => {
    const { code, err } = await cli('mail', 'activate', '--rule-set', 'threadkeeper-dev', '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/no receipt rule set threadkeeper-dev in ap-northeast-2.*-c replyDomain=.*AWS_REGION/);
    expect(ses.active).toBeUndefined();
  });

  test('without permission, says which is needed', async () => {
    ses.refusal = 'AccessDenied';
    expect(await activate()).toMatchObject({ code: 1, err: expect.stringContaining('ses:SetActiveReceiptRuleSet') });
  });

  test('needs a name', async () => {
    expect(await cli('mail', 'activate')).toMatchObject({ code: 2, err: expect.stringContaining('--rule-set') });
  });
});

describe('deactivating', () => {
  const deactivate = () => cli('mail', 'deactivate', '--rule-set', 'threadkeeper-prod');

  test('takes it out of use', async () => {
    ses.active = 'threadkeeper-prod';
    expect(await deactivate()).toMatchObject({ code: 0, out: expect.stringContaining('No e-mails are taken in') });
    expect(ses.active).toBeUndefined();
  });

  test('leaves alone what is not its own', async () => {
    ses.ruleSets.archive = theirs;
    ses.active = 'archive';
    expect(await deactivate()).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was changed') });
    expect(ses.active).toBe('archive');
  });
});
