import { checkPattern, type EventPattern } from '../event-pattern';
import type { Resolved, Resources } from './resources';
import type { AsyncSpec, EventRuleSpec } from './wiring';

export interface RuleProperties {
  ScheduleExpression?: string;
  EventPattern?: EventPattern;
  EventBusName?: string;
  State?: string;
  Targets?: RuleTarget[];
}

interface RuleTarget {
  Arn: string;
  Input?: string;
  InputPath?: unknown;
  InputTransformer?: unknown;
  DeadLetterConfig?: { Arn?: string };
}

/** Rules that react to events of the default bus. */
export function readEventRules(resources: Resources): EventRuleSpec[] {
  return resources.of('AWS::Events::Rule').flatMap((resource) => {
    const { EventPattern, EventBusName = 'default', State, Targets = [] } = resource.properties as RuleProperties;
    if (!EventPattern || State === 'DISABLED') return [];
    const unknown = checkPattern(EventPattern);
    if (unknown !== undefined)
      resources.fail(resource, `has a pattern with ${unknown}, which the local stack does not play.`);
    if (EventBusName !== 'default') resources.fail(resource, 'is on another bus than the default one.');
    for (const target of Targets) checkTarget(resources, resource, target);
    return {
      name: resource.identity.ref,
      arn: resources.arn(resource),
      pattern: EventPattern,
      targets: Targets.map(({ Arn, DeadLetterConfig }) => ({
        functionArn: Arn,
        ...(DeadLetterConfig?.Arn && { deadLetterArn: DeadLetterConfig.Arn }),
      })),
    };
  });
}

/** Retries of the bus itself are for functions that cannot be reached, which does not happen here. */
function checkTarget(
  resources: Resources,
  resource: Resolved,
  { Arn, Input, InputPath, InputTransformer }: RuleTarget,
) {
  if (!Arn.startsWith('arn:aws:lambda:') || Input || InputPath || InputTransformer)
    resources.fail(resource, 'must hand the whole event to functions: the local stack plays no other target.');
}

interface EventInvokeProperties {
  FunctionName: string;
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnFailure?: { Destination?: string }; OnSuccess?: { Destination?: string } };
}

/** How functions are invoked that nobody waits for, where the template says so. */
export function readAsyncs(resources: Resources): AsyncSpec[] {
  const functions = resources.of('AWS::Lambda::Function');
  return resources.of('AWS::Lambda::EventInvokeConfig').map((resource) => {
    const config = resource.properties as unknown as EventInvokeProperties;
    const target = functions.find(({ identity }) =>
      [identity.ref, identity.attributes.Arn].includes(config.FunctionName),
    );
    if (!target) return resources.fail(resource, `is for ${config.FunctionName}, which is not in the template.`);
    const { OnFailure, OnSuccess } = config.DestinationConfig ?? {};
    const onFailureArn = OnFailure?.Destination;
    if (OnSuccess?.Destination || (onFailureArn && !onFailureArn.startsWith('arn:aws:sqs:')))
      resources.fail(resource, 'has a destination other than a queue for what failed: the local stack plays no other.');
    return {
      functionArn: resources.arn(target),
      ...(config.MaximumRetryAttempts !== undefined && { retries: config.MaximumRetryAttempts }),
      ...(config.MaximumEventAgeInSeconds && { maximumAgeMs: config.MaximumEventAgeInSeconds * 1_000 }),
      ...(onFailureArn && { onFailureArn }),
    };
  });
}
