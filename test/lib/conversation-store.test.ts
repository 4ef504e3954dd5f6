import { describe, expect, test } from '@jest/globals';
import { one, synthesize } from './template';

const table = (stage: string) => one(synthesize({ stage }), 'AWS::DynamoDB::Table', 'ConversationStore');

describe('the table', () => {
  test('is on demand, can be put back to any second, forgets what has expired', () => {
    expect(table('dev').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  test('has one index, of keys only', () => {
    expect(table('dev').Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'sweep',
        KeySchema: [
          { AttributeName: 'sweepShard', KeyType: 'HASH' },
          { AttributeName: 'sweepAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  test('of prod outlives its stack, of any other stage goes with it', () => {
    const kept = ['prod', 'dev'].map((stage) => [
      table(stage).DeletionPolicy,
      table(stage).Properties.DeletionProtectionEnabled,
    ]);
    expect(kept).toEqual([
      ['Retain', true],
      ['Delete', false],
    ]);
  });
});
