import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from '../src/config';

describe('readConfig', () => {
  test('gives what was asked for, and nothing else', () => {
    const environment = { TABLE_NAME: 'table', STAGE: 'dev', EVENTS_QUEUE_URL: 'https://queue' };
    expect(readConfig(environment, ['tableName', 'stage'])).toEqual({ tableName: 'table', stage: 'dev' });
  });

  test('names everything that is missing or empty, at once', () => {
    const read = () => readConfig({ TABLE_NAME: '', STAGE: 'dev' }, ['tableName', 'stage', 'slowQueueUrl']);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/TABLE_NAME, SLOW_QUEUE_URL/);
  });
});
