import { matchesPattern } from './event-pattern';
import type { BusEvent, Denial, VirtualClock } from './front';
import { mayInvoke } from './permissions';
import type { EventRuleSpec, PermissionSpec } from './template';
import { uuid } from './uuid';

export interface EventBridgeOptions {
  rules: readonly EventRuleSpec[];
  permissions: PermissionSpec[];
  clock: VirtualClock;
  account: string;
  region: string;
  /** Number of this run of the stack. */
  run: number;
  /** Invokes a function without waiting for it. */
  invoke(functionArn: string, event: object): void;
  onDenied(denial: Denial): void;
}

/**
 * The default bus of EventBridge: hands an event to the functions of each rule that it matches. Once it returns they will be
 * invoked; whose permission is missing is not, and that is reported.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function createEventBridge(options: EventBridgeOptions): (event: BusEvent) => void {
  const { rules, permissions, clock, account, region, run, invoke, onDenied } = options;
  let events = 0;
  return (told) => {
    events += 1;
    const time = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
    const event = { version: '0', id: uuid(`${run}/event/${events}`), account, time, region, ...told };
    for (const { arn, functionArns } of rules.filter((rule) => matchesPattern(rule.pattern, event)))
      for (const functionArn of functionArns) {
        const invoker = { principal: 'events.amazonaws.com', functionArn, sourceArn: arn };
        if (mayInvoke(permissions, invoker, onDenied)) invoke(functionArn, event);
      }
  };
}
