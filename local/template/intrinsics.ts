import { TemplateError } from './template-error';

export interface References {
  ref(name: string): string;
  attribute(logicalId: string, attribute: string): string;
}

export type Resolve = (value: unknown) => unknown;

const NO_VALUE = { Ref: 'AWS::NoValue' };

/**
 * Replaces CloudFormation's intrinsic functions by values, all the way down.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function createResolve(references: References): Resolve {
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.filter((item) => !isNoValue(item)).map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [name, argument] = Object.entries(value)[0] ?? [];
    if (name !== undefined && isIntrinsic(value)) return call(name, argument, references, resolve);
    const kept = Object.entries(value).filter(([, item]) => !isNoValue(item));
    return Object.fromEntries(kept.map(([key, item]) => [key, resolve(item)]));
  };
  return resolve;
}

function isIntrinsic(value: object): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]!.startsWith('Fn::'));
}

function isNoValue(value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(NO_VALUE);
}

function call(name: string, argument: unknown, references: References, resolve: Resolve): unknown {
  switch (name) {
    case 'Ref':
      return references.ref(String(argument));
    case 'Fn::GetAtt': {
      const [id, ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
      return references.attribute(String(id), attribute.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = resolve(argument) as [string, unknown[]];
      return parts.join(separator);
    }
    case 'Fn::Select': {
      const [index, list] = resolve(argument) as [number | string, unknown[]];
      return list[Number(index)];
    }
    case 'Fn::Split': {
      const [separator, text] = resolve(argument) as [string, string];
      return text.split(separator);
    }
    case 'Fn::Sub':
      return substitute(argument, references, resolve);
    default:
      throw new TemplateError(
        `The template uses ${name}, which the local stack cannot resolve. Write it with Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select or Fn::Split, or teach local/template/intrinsics.ts.`,
      );
  }
}

/** `${Name}`, `${Name.Attribute}`, variables of its own; `${!Literal}` stays. */
function substitute(argument: unknown, references: References, resolve: Resolve): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolve(variables ?? {}) as Record<string, unknown>;
  return String(text).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(own, name)) return String(own[name]);
    const [id, ...attribute] = name.split('.');
    return attribute.length > 0 ? references.attribute(id!, attribute.join('.')) : references.ref(name);
  });
}
