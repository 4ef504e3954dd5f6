import type { PolicyDocument } from '../front';
import type { Resources } from './resources';
import type { PermissionSpec, RoleSpec } from './wiring';

interface RoleProperties {
  AssumeRolePolicyDocument: { Statement: TrustStatement[] };
  Policies?: { PolicyDocument: PolicyDocument }[];
  ManagedPolicyArns?: string[];
}

interface TrustStatement {
  Principal?: { Service?: string | string[] };
}

/** Roles with the policies in them and those attached to them. */
export function readRoles(resources: Resources): RoleSpec[] {
  const attached = resources.of('AWS::IAM::Policy').map(({ properties }) => ({
    roles: (properties.Roles ?? []) as string[],
    document: properties.PolicyDocument as PolicyDocument,
  }));
  return resources.of('AWS::IAM::Role').map((resource) => {
    const role = resource.properties as unknown as RoleProperties;
    if (role.ManagedPolicyArns?.length)
      resources.fail(resource, `has managed policies (${role.ManagedPolicyArns}). Write exact statements instead.`);
    const inline = (role.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument);
    const others = attached.filter(({ roles }) => roles.includes(resource.identity.ref));
    return {
      arn: resources.arn(resource),
      trusts: role.AssumeRolePolicyDocument.Statement.flatMap(({ Principal }) => Principal?.Service ?? []),
      policies: [...inline, ...others.map(({ document }) => document)],
    };
  });
}

interface PermissionProperties {
  Action: string;
  FunctionName: string;
  Principal: string;
  SourceArn?: string;
}

/** Which services may invoke which function. */
export function readPermissions(resources: Resources): PermissionSpec[] {
  const functions = resources.of('AWS::Lambda::Function');
  return resources.of('AWS::Lambda::Permission').map((resource) => {
    const { Action, FunctionName, Principal, SourceArn } = resource.properties as unknown as PermissionProperties;
    if (Action !== 'lambda:InvokeFunction')
      resources.fail(resource, `allows ${Action}; only InvokeFunction is played.`);
    const target = functions.find(({ identity }) => [identity.ref, identity.attributes.Arn].includes(FunctionName));
    if (!target) return resources.fail(resource, `is for ${FunctionName}, which is not in the template.`);
    return { functionArn: resources.arn(target), principal: Principal, ...(SourceArn && { sourceArn: SourceArn }) };
  });
}
