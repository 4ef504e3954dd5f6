import type { PolicyDocument, PolicyStatement } from './front';
import { authorize } from './iam';

/** A service that acts on a resource whose owner has to allow it. */
export interface ServiceCall {
  /** As `ses.amazonaws.com`. */
  service: string;
  action: string;
  /** ARN of what it acts on. */
  resource: string;
  /** For whom it acts. */
  sourceArn: string;
  sourceAccount: string;
}

type Statement = PolicyStatement & { Principal?: '*' | Record<string, string | string[]> };
type Values = Record<string, string | string[]>;

/** Conditions by what they compare: exactly, or with wildcards. */
const OPERATORS: Record<string, (pattern: string, value: string) => boolean> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
};

/**
 * Whether policies of a resource let a service do something there: some statement allows it and none denies it.
 * @throws Error for a condition that the local stack cannot judge.
 */
export function allowsService(policies: readonly PolicyDocument[], call: ServiceCall): boolean {
  const statements = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement: Statement) => isFor(statement, call) && holds(statement, call))
    .map(({ Condition: _, ...statement }) => statement);
  return authorize([{ Statement: statements }], call.action, call.resource);
}

function isFor({ Principal }: Statement, { service }: ServiceCall): boolean {
  if (Principal === '*') return true;
  return [Principal?.Service ?? [], Principal?.AWS === '*' ? service : []].flat().includes(service);
}

/** Requests to the local services are as if they came by TLS. */
function holds({ Condition }: PolicyStatement, { sourceArn, sourceAccount }: ServiceCall): boolean {
  const known: Record<string, string> = {
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': sourceAccount,
    'aws:referer': sourceAccount,
    'aws:securetransport': 'true',
  };
  return Object.entries((Condition ?? {}) as Record<string, Values>).every(([operator, values]) =>
    Object.entries(values).every(([key, patterns]) => {
      const compare = OPERATORS[operator === 'Bool' ? 'StringEquals' : operator];
      const value = known[key.toLowerCase()];
      if (!compare || value === undefined)
        throw new Error(`A resource policy has the condition ${operator} ${key}, which the local stack cannot judge.`);
      return [patterns].flat().some((pattern) => compare(String(pattern), value));
    }),
  );
}

function isLike(pattern: string, value: string): boolean {
  return authorize([{ Statement: { Effect: 'Allow', Action: 'x', Resource: pattern } }], 'x', value);
}
