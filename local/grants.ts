import type { PolicyStatement } from './front';
import type { Wiring } from './template';

/** One action that one statement allows a function, or a service in a role. */
export interface Grant {
  /** Short names of the functions in that role; none for a role of a service. */
  functions: string[];
  roleArn: string;
  action: string;
  resource: string;
  statement: PolicyStatement;
}

/** Each action of each statement of each role, in the template's order. */
export function listGrants({ roles, functions }: Wiring): Grant[] {
  return roles.flatMap(({ arn, policies }) => {
    const names = functions.filter(({ roleArn }) => roleArn === arn).map(({ name }) => name);
    const statements = policies.flatMap(({ Statement }) => Statement);
    return statements.flatMap((statement) =>
      [statement.Action ?? []].flat().map((action) => ({
        functions: names,
        roleArn: arn,
        action,
        resource: [statement.Resource ?? []].flat().join(),
        statement,
      })),
    );
  });
}

/** Takes the action out of its statement; the result puts it back. */
export function withdraw({ statement, action }: Grant): () => void {
  const before = statement.Action;
  statement.Action = [before ?? []].flat().filter((other) => other !== action);
  return () => {
    if (before !== undefined) statement.Action = before;
  };
}
