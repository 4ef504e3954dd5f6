import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { functionNames, mailFunctionNames } from '../../src/config';
import { assembly } from '../support/assembly';
import { one, resources, synthesize, withMail } from './template';

const template = synthesize(withMail);
const all = [...functionNames, ...mailFunctionNames];
const idOf = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
const functionOf = (name: string) => one(template, 'AWS::Lambda::Function', `${idOf(name)}Function`).Properties;

describe('functions', () => {
  test('there is one for each name, and no other', () => {
    expect(resources(template, 'AWS::Lambda::Function')).toHaveLength(all.length);
    for (const name of all) expect(functionOf(name).Handler).toBe('index.handler');
  });

  test('those of e-mail are there only with e-mail', () => {
    const of = (context: object) =>
      resources(synthesize({ ...context }), 'AWS::Lambda::Function').map(([id]) => id.replace(/Function\w+$/, ''));
    const core = functionNames.map(idOf);
    expect(of({})).toEqual(core);
    expect(of({ emailIdentity: 'shop.example' })).toEqual([...core, 'MailFeedback']);
    expect(of(withMail).sort()).toEqual([...core, 'MailFeedback', 'MailIn'].sort());
  });

  test.each(all)('%s runs on arm64 and Node 24, with log group and role of its own', (name) => {
    const { Architectures, Runtime, LoggingConfig, Role } = functionOf(name);
    expect({ Architectures, Runtime }).toEqual({ Architectures: ['arm64'], Runtime: 'nodejs24.x' });
    expect(LoggingConfig.LogGroup.Ref).toMatch(new RegExp(`^${idOf(name)}Logs`));
    expect(Role['Fn::GetAtt'][0]).toMatch(new RegExp(`^${idOf(name)}Role`));
  });

  test('those on a cycle of queues are not cut off by Lambda, the others would be', () => {
    const allowed = all.filter((name) => functionOf(name).RecursiveLoop === 'Allow');
    expect(allowed).toEqual(['evaluate', 'ring', 'perform', 'mail-feedback']);
  });

  test('memory and time-outs are as measured and decided', () => {
    const sizes = all.map((name) => [name, functionOf(name).MemorySize, functionOf(name).Timeout]);
    expect(sizes).toEqual([
      ['webhook', 256, 10],
      ['voice', 1024, 10],
      ['api', 512, 29],
      ['evaluate', 512, 60],
      ['ring', 256, 30],
      ['perform', 512, 120],
      ['sweep', 256, 60],
      ['mail-in', 1024, 60],
      ['mail-feedback', 256, 30],
    ]);
  });

  test('no concurrency is reserved: a small account could not be deployed to', () => {
    for (const name of all) expect(functionOf(name).ReservedConcurrentExecutions).toBeUndefined();
  });

  test('each is bundled as one ES module, without Docker', async () => {
    const folder = await assembly();
    const { Resources } = JSON.parse(readFileSync(join(folder, 'Threadkeeper-dev.template.json'), 'utf8'));
    const functions = Object.values(Resources as Record<string, { Type: string; Metadata: Record<string, string> }>)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Metadata }) => join(folder, Metadata['aws:asset:path'] ?? '', 'index.mjs'));
    expect(functions.filter((file) => !existsSync(file))).toEqual([]);
    expect(functions).toHaveLength(all.length);
  });
});
