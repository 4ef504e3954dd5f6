import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type FunctionName, functionNames } from '../src/config';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';
import type { Settings } from './settings';

const catalogue: Readonly<
  Record<FunctionName, Pick<ServiceFunctionProps, 'description' | 'memoryMegabytes' | 'onCycle'>>
> = {
  webhook: {
    description: 'Verifies and translates the webhooks of providers and queues their events',
    memoryMegabytes: 256,
  },
  voice: {
    description: 'Answers callers with what a workflow says, within two seconds',
    // The share of a processor comes with the memory, and a caller waits for it.
    memoryMegabytes: 1_024,
  },
  api: {
    description: 'Serves the API: events, workflows, channels, conversations',
    memoryMegabytes: 512,
  },
  evaluate: {
    description: 'Decides what an event means for its conversation and sends on what follows',
    memoryMegabytes: 512,
    onCycle: true,
  },
  ring: {
    description: 'Holds alarms back until they are due to the second, then sends them to their conversation',
    memoryMegabytes: 256,
    onCycle: true,
  },
  perform: {
    description: 'Performs effects at providers: messages, tags, assignments, webhook calls',
    memoryMegabytes: 512,
    onCycle: true,
  },
  sweep: {
    description: 'Rings overdue conversations whose alarm got lost, and shows dead letters as parked',
    memoryMegabytes: 256,
  },
};

/** All functions, with no permission but to log; the stack grants each what it uses. */
export function defineFunctions(scope: Construct, settings: Settings): Readonly<Record<FunctionName, ServiceFunction>> {
  const serviceName = Stack.of(scope).stackName;
  const define = (name: FunctionName) =>
    new ServiceFunction(scope, `${name[0]?.toUpperCase()}${name.slice(1)}`, {
      ...catalogue[name],
      name,
      settings,
      serviceName,
    });
  return Object.fromEntries(functionNames.map((name) => [name, define(name)])) as Record<FunctionName, ServiceFunction>;
}
