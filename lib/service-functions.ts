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
  'mail-in': {
    description: 'Reads the e-mails of customers and turns replies into events',
    // A mail of 25 MB is held as it came, parsed, and by the bytes of its attachments.
    memoryMegabytes: 1_024,
  },
  'mail-feedback': {
    description: 'Takes what became of sent e-mails: sent, bounced, complained about',
    memoryMegabytes: 256,
    onCycle: true,
  },
};

/** The functions of every stack. */
export type CoreFunctions = Readonly<Record<(typeof functionNames)[number], ServiceFunction>>;

/** The functions that every stack has, with no permission but to log; the stack grants each what it uses. */
export function defineFunctions(scope: Construct, settings: Settings): CoreFunctions {
  return Object.fromEntries(
    functionNames.map((name) => [name, defineFunction(scope, name, settings)]),
  ) as unknown as CoreFunctions;
}

/** One function, with no permission but to log. Its id is its name in PascalCase. */
export function defineFunction(scope: Construct, name: FunctionName, settings: Settings): ServiceFunction {
  const id = name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const serviceName = Stack.of(scope).stackName;
  return new ServiceFunction(scope, id, { ...catalogue[name], name, settings, serviceName });
}
