import type { RuleProperties } from './events';
import type { Resolved, Resources } from './resources';
import type { RateSpec } from './wiring';

interface ScheduleProperties {
  ScheduleExpression: string;
  State?: string;
  Target: { Arn: string; Input?: string; RoleArn: string };
}

/** What runs every so often: rules of EventBridge and recurring schedules, both with `rate(…)`. */
export function readRates(resources: Resources): RateSpec[] {
  const rules = resources.of('AWS::Events::Rule').flatMap((resource) => {
    const { ScheduleExpression, EventPattern, State, Targets = [] } = resource.properties as RuleProperties;
    if (!EventPattern && !ScheduleExpression) resources.fail(resource, 'neither reacts to events nor runs by rate(…).');
    if (!ScheduleExpression || State === 'DISABLED') return [];
    return Targets.map((target) => ({
      ...rateOf(resources, resource, ScheduleExpression, target),
      by: { service: 'events.amazonaws.com' as const },
    }));
  });
  const schedules = resources.of('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression, State, Target } = resource.properties as unknown as ScheduleProperties;
    if (State === 'DISABLED') return [];
    return { ...rateOf(resources, resource, ScheduleExpression, Target), by: { roleArn: Target.RoleArn } };
  });
  return [...rules, ...schedules];
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function rateOf(
  resources: Resources,
  resource: Resolved,
  expression: string,
  { Arn, Input }: { Arn: string; Input?: string },
): Omit<RateSpec, 'by'> {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (!count || !unit) return resources.fail(resource, `runs by ${expression}; the local stack plays rate(…) only.`);
  return {
    name: resource.identity.ref,
    arn: resources.arn(resource),
    everyMs: Number(count) * UNITS[unit]!,
    functionArn: Arn,
    ...(Input && { input: Input }),
  };
}
