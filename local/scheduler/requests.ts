import * as z from 'zod';

const name = z.string().regex(/^[0-9a-zA-Z-_.]{1,64}$/, 'must satisfy regular expression pattern [0-9a-zA-Z-_.]{1,64}');

export const groupName = name;

/** A schedule as it is created or replaced. Only what is understood: a schedule that would ring otherwise is refused. */
export const definition = z.strictObject({
  Name: name,
  GroupName: name.default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().exactOptional(),
  FlexibleTimeWindow: z.discriminatedUnion('Mode', [
    z.strictObject({ Mode: z.literal('OFF'), MaximumWindowInMinutes: z.undefined().optional() }),
    z.strictObject({ Mode: z.literal('FLEXIBLE'), MaximumWindowInMinutes: z.int().min(1).max(1_440) }),
  ]),
  Target: z.strictObject({
    Arn: z.string().regex(/^arn:aws:sqs:/, 'the local stack rings at SQS queues only'),
    RoleArn: z.string().regex(/^arn:aws:iam:/, 'must be the ARN of a role'),
    Input: z.string().min(1),
    SqsParameters: z.strictObject({ MessageGroupId: z.string().exactOptional() }).exactOptional(),
    RetryPolicy: z.unknown().optional(),
    DeadLetterConfig: z.unknown().optional(),
  }),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().max(512).exactOptional(),
  ClientToken: z.string().exactOptional(),
});

export type Definition = z.output<typeof definition>;
