import type { RouteSpec } from './template';

export interface RouteMatch {
  route: RouteSpec;
  /** Of the path: decoded, by the names in the route. Without what cannot be decoded: the function is to say what is wrong with it. */
  parameters: Record<string, string>;
}

interface CompiledRoute {
  route: RouteSpec;
  method: string;
  parts: string[];
}

/**
 * Chooses the route of a request as an HTTP API does: a literal part before a variable, a variable before a greedy one,
 * a method before ANY, and `$default` when nothing else matches.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouter(routes: RouteSpec[]): (method: string, path: string) => RouteMatch | undefined {
  const fallback = routes.find(({ key }) => key === '$default');
  const compiled = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .sort(bySpecificity);
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const candidate of compiled) {
      const parameters = [method, 'ANY'].includes(candidate.method) ? match(candidate.parts, parts) : undefined;
      if (parameters) return { route: candidate.route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function compile(route: RouteSpec): CompiledRoute {
  const [method, path] = route.key.split(' ') as [string, string];
  return { route, method, parts: path.split('/').slice(1) };
}

const isVariable = (part: string) => part.startsWith('{');
const isGreedy = (part: string) => part.endsWith('+}');

function match(pattern: string[], parts: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = isGreedy(part) ? parts.slice(index).join('/') : parts[index];
    if (!value && part) return undefined;
    const known = isVariable(part) ? decoded(value!) : undefined;
    if (known !== undefined) parameters[part.slice(1, isGreedy(part) ? -2 : -1)] = known;
    if (!isVariable(part) && part !== value) return undefined;
    if (isGreedy(part)) return parameters;
  }
  return pattern.length === parts.length ? parameters : undefined;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function bySpecificity(a: CompiledRoute, b: CompiledRoute): number {
  const rank = (part: string | undefined) => (part === undefined ? 3 : isGreedy(part) ? 2 : isVariable(part) ? 1 : 0);
  for (let index = 0; index < Math.max(a.parts.length, b.parts.length); index += 1) {
    const difference = rank(a.parts[index]) - rank(b.parts[index]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}
