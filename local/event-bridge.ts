import { matchesPattern } from './event-pattern';
import type { BusEvent, Denial, SqsFront, VirtualClock } from './front';
import { mayInvoke } from './permissions';
import { allowsService } from './resource-policy';
import type { EventRuleSpec, PermissionSpec, QueueSpec } from './template';
import { uuid } from './uuid';

export interface EventBridgeOptions {
  rules: readonly EventRuleSpec[];
  permissions: PermissionSpec[];
  queues: readonly QueueSpec[];
  sqs: Pick<SqsFront, 'send'>;
  clock: VirtualClock;
  account: string;
  region: string;
  /** Number of this run of the stack. */
  run: number;
  /** Invokes a function without waiting for it. */
  invoke(functionArn: string, event: object): void;
  onDenied(denial: Denial): void;
}

const PRINCIPAL = 'events.amazonaws.com';

/**
 * The default bus of EventBridge: hands an event to the functions of each rule that it matches. Once it returns they will be
 * invoked. What it may not invoke is reported, and put into the target's dead-letter queue if it may do that.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function createEventBridge(options: EventBridgeOptions): (event: BusEvent) => void {
  const { rules, permissions, clock, account, region, run, invoke, onDenied } = options;
  let events = 0;
  return (told) => {
    events += 1;
    const time = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
    const event = { version: '0', id: uuid(`${run}/event/${events}`), account, time, region, ...told };
    for (const { arn, targets } of rules.filter((rule) => matchesPattern(rule.pattern, event)))
      for (const { functionArn, deadLetterArn } of targets) {
        const invoker = { principal: PRINCIPAL, functionArn, sourceArn: arn };
        if (mayInvoke(permissions, invoker, onDenied)) invoke(functionArn, event);
        else if (deadLetterArn) putAside(options, event, arn, deadLetterArn);
      }
  };
}

function putAside(
  { queues, sqs, account, onDenied }: EventBridgeOptions,
  event: object,
  sourceArn: string,
  arn: string,
) {
  const action = 'sqs:SendMessage';
  const policies = queues.find((queue) => queue.arn === arn)?.policies ?? [];
  if (allowsService(policies, { service: PRINCIPAL, action, resource: arn, sourceArn, sourceAccount: account }))
    sqs.send(arn, { MessageBody: JSON.stringify(event) });
  else onDenied({ caller: PRINCIPAL, action, resource: arn });
}
