import type { Access, Denial, PolicyDocument, PolicyStatement, Principals } from './front';

export type { Access, Denial, PolicyDocument, PolicyStatement, Principals } from './front';

/** The stack itself: creates tables and queues, and looks into them. */
export const LOCAL_ADMIN = 'local-admin';

/** No policy allows it; each front answers it in its service's own shape. */
export class AccessDenied extends Error {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;

  constructor({ caller, action, resource }: Denial) {
    super(
      `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    );
    this.name = 'AccessDeniedException';
    this.caller = caller;
    this.action = action;
    this.resource = resource;
  }
}

/** Checks calls against their caller's policies; refusals, also of unknown callers, are reported before they are thrown. */
export function createAccess(principals: Principals, onDenied: (denial: Denial) => void): Access {
  const allows = (caller: string, action: string, resource: string) =>
    caller === LOCAL_ADMIN || authorize(principals.policiesOf(caller) ?? [], action, resource);
  return {
    allows,
    check(caller, action, resource) {
      if (allows(caller, action, resource)) return;
      onDenied({ caller, action, resource });
      throw new AccessDenied({ caller, action, resource });
    },
  };
}

/**
 * Whether identity policies allow the action on the resource: some statement allows it and none denies it.
 * Throws on what is not understood (`Condition`, `NotAction`, `NotResource`) rather than guess.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorize(policies: PolicyDocument[], action: string, resourceArn: string): boolean {
  const effects = policies
    .flatMap((policy) => policy.Statement)
    .filter((statement) => applies(statement, action, resourceArn))
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function applies(statement: PolicyStatement, action: string, resource: string): boolean {
  for (const element of ['Condition', 'NotAction', 'NotResource'] as const) {
    if (statement[element] === undefined) continue;
    const name = statement.Sid ?? JSON.stringify(statement);
    throw new Error(`Policy statement ${name} has "${element}", which the local stack cannot judge. Write it without.`);
  }
  // IAM compares actions without regard to case, resources with.
  const acts = list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return acts && list(statement.Resource).some((pattern) => matches(pattern, resource));
}

/** `*` is any run of characters, also none; `?` is exactly one. */
function matches(pattern: string, value: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === value;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** The access key id in a SigV4 `Authorization` header; undefined when it is none. The signature is not checked. */
export function callerOf(authorization: string | undefined): string | undefined {
  return credential(authorization)[0];
}

/** The service that the header was signed for: `sqs`, `scheduler`, `dynamodb`… */
export function serviceOf(authorization: string | undefined): string | undefined {
  return credential(authorization)[3];
}

/** Access key id, date, region, service. */
function credential(authorization: string | undefined): string[] {
  const scope = /^AWS4-HMAC-SHA256 (?:.*[, ])?Credential=([^,\s]+)/.exec(authorization ?? '')?.[1]?.split('/') ?? [];
  return scope.length === 5 ? scope : [];
}
