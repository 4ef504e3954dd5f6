import type { Denial } from './front';
import { authorize } from './iam';
import type { PermissionSpec } from './template';

export interface ServiceInvocation {
  /** The service that invokes: `apigateway.amazonaws.com`. */
  principal: string;
  functionArn: string;
  /** What of the service: a rule, a route of an API. */
  sourceArn: string;
}

/** Whether a function's own policy lets a service invoke it; a refusal is reported. */
export function mayInvoke(
  permissions: PermissionSpec[],
  { principal, functionArn, sourceArn }: ServiceInvocation,
  onDenied: (denial: Denial) => void,
): boolean {
  const action = 'lambda:InvokeFunction';
  const allowed = permissions
    .filter((permission) => permission.functionArn === functionArn && permission.principal === principal)
    .some(({ sourceArn: pattern = '*' }) =>
      authorize([{ Statement: { Effect: 'Allow', Action: action, Resource: pattern } }], action, sourceArn),
    );
  if (!allowed) onDenied({ caller: principal, action, resource: functionArn });
  return allowed;
}
