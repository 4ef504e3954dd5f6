import { readPermissions, readRoles } from './template/access';
import { readApi } from './template/api';
import { readAssembly } from './template/assembly';
import { readAsyncs, readEventRules } from './template/events';
import { readFunctions } from './template/functions';
import { readBuckets, readMail, readReceiptRules } from './template/mail';
import { readFeeds, readQueues, readTables } from './template/queues';
import { readRates } from './template/rates';
import { readResources } from './template/resources';
import type { LocalNames, Wiring } from './template/wiring';

export { TemplateError } from './template/template-error';
export type * from './template/wiring';

/**
 * Reads how the stack is wired from a synthesized app (`cdk.out`): there is no other description of it.
 * Addresses of the HTTP API become the local one, other names are made of the stack's name and the logical id.
 * Throws TemplateError for anything that could not be played here as in AWS.
 */
export function readWiring(folder: string, names: LocalNames): Wiring {
  const assembly = readAssembly(folder);
  const resources = readResources(assembly, names);
  const api = readApi(resources);
  const publicUrl = new RegExp(`https://${api.id}\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com`, 'g');
  const functions = readFunctions(assembly, resources).map((fn) => ({
    ...fn,
    environment: Object.fromEntries(
      Object.entries(fn.environment).map(([name, value]) => [name, value.replace(publicUrl, names.publicUrl)]),
    ),
  }));
  const roles = readRoles(resources);
  return {
    stackName: assembly.stackName,
    functions,
    queues: readQueues(resources),
    tables: readTables(resources),
    roles,
    mail: readMail(resources, roles),
    buckets: readBuckets(resources),
    receiptRules: readReceiptRules(resources),
    eventRules: readEventRules(resources),
    asyncs: readAsyncs(resources),
    scheduleGroups: resources.of('AWS::Scheduler::ScheduleGroup').map(({ identity }) => identity.ref),
    feeds: readFeeds(resources),
    rates: readRates(resources),
    api,
    permissions: readPermissions(resources),
  };
}
