/** What is refused of a condition: facts that its trigger does not offer, operators and values that do not go with them. */
import type { TriggerEntry } from './catalogue';
import { compilePattern, OPERATORS, type Operator } from './condition';
import type { Condition } from './condition-schema';
import { FACTS, type Fact, factNamed } from './facts';
import { fold } from './text';
import type { Problem } from './validate';

const typeName = { string: 'text', number: 'number', boolean: 'true or false' } as const;

function checkScalar(value: unknown, fact: Fact, path: string): Problem[] {
  if (fact.type === 'any') return [];
  const wanted = fact.type === 'list' ? 'string' : fact.type;
  if (typeof value !== wanted)
    return [{ path, code: 'typeMismatch', message: `"${fact.name}" compares with ${typeName[wanted]}` }];
  if (fact.values && !fact.values.some((known) => fold(known) === fold(String(value))))
    return [{ path, code: 'invalid', message: `"${fact.name}" is one of ${fact.values.join(', ')}` }];
  return [];
}

/** Each character of a message may meet each instruction: with more, one condition would take seconds. */
const MAX_PROGRAM = 1_000;

function checkPattern(value: unknown, path: string): Problem[] {
  if (typeof value !== 'string')
    return [{ path, code: 'typeMismatch', message: 'matches needs a regular expression as text' }];
  if (value.length > 1000)
    return [{ path, code: 'invalid', message: 'a regular expression may have 1,000 characters at most' }];
  try {
    if (compilePattern(value).programSize() <= MAX_PROGRAM) return [];
    return [
      {
        path,
        code: 'invalidPattern',
        message: 'a regular expression that takes too long: repeat less, list fewer words',
      },
    ];
  } catch (error) {
    return [{ path, code: 'invalidPattern', message: `not a regular expression of RE2: ${(error as Error).message}` }];
  }
}

function checkOperand(value: unknown, operator: Operator, fact: Fact, path: string): Problem[] {
  const place = `${path}/value`;
  const isNumber = (item: unknown) => typeof item === 'number' && Number.isFinite(item);
  const words = { ...fact, values: undefined } as unknown as Fact;
  const isPartial = operator.name === 'startsWith' || operator.name === 'endsWith' || operator.operand === 'oneOrMany';
  switch (operator.operand) {
    case 'none':
      return value === undefined
        ? []
        : [{ path: place, code: 'invalid', message: `"${operator.name}" takes no value` }];
    case 'pattern':
      return checkPattern(value, place);
    case 'number':
      return isNumber(value)
        ? []
        : [{ path: place, code: 'typeMismatch', message: `"${operator.name}" needs a number` }];
    case 'pair':
      return Array.isArray(value) &&
        value.length === 2 &&
        value.every(isNumber) &&
        (value[0] as number) <= (value[1] as number)
        ? []
        : [{ path: place, code: 'typeMismatch', message: '"between" needs two numbers, the lower first' }];
    case 'one':
      if (value === undefined || Array.isArray(value))
        return [
          {
            path: place,
            code: 'typeMismatch',
            message: `"${operator.name}" needs one value; for several use oneOf or noneOf`,
          },
        ];
      return checkScalar(value, fact, place);
    default: {
      if (operator.operand === 'many' && !Array.isArray(value))
        return [{ path: place, code: 'typeMismatch', message: `"${operator.name}" needs a list of values` }];
      const items = Array.isArray(value) ? value : [value];
      if (items.length === 0)
        return [{ path: place, code: 'invalid', message: `"${operator.name}" needs at least one value` }];
      if (items.some((item) => item === ''))
        return [{ path: place, code: 'invalid', message: 'an empty word is in every text' }];
      return items.flatMap((item, index) =>
        checkScalar(item, isPartial ? words : fact, Array.isArray(value) ? `${place}/${index}` : place),
      );
    }
  }
}

/** Findings in a condition that stands at `path`. */
export function checkCondition(condition: Condition, entry: TriggerEntry, path: string): Problem[] {
  if ('all' in condition)
    return condition.all.flatMap((part, index) => checkCondition(part, entry, `${path}/all/${index}`));
  if ('any' in condition)
    return condition.any.flatMap((part, index) => checkCondition(part, entry, `${path}/any/${index}`));
  if ('not' in condition) return checkCondition(condition.not, entry, `${path}/not`);
  const fact = factNamed(condition.fact);
  if (!fact) {
    const known = FACTS.filter((some) => entry.facts.includes(some.group)).map((some) => some.name);
    return [
      {
        path: `${path}/fact`,
        code: 'unknownFact',
        message: `unknown fact "${condition.fact}"; "${entry.type}" knows ${known.join(', ')}, customer.profile.*`,
      },
    ];
  }
  if (!entry.facts.includes(fact.group))
    return [
      {
        path: `${path}/fact`,
        code: 'factNotOffered',
        message: `"${fact.name}" makes no sense for trigger "${entry.type}"`,
      },
    ];
  const operator = OPERATORS.get(condition.op);
  if (!operator)
    return [
      {
        path: `${path}/op`,
        code: 'unknownOperator',
        message: `unknown operator "${condition.op}"; known are ${[...OPERATORS.keys()].join(', ')}`,
      },
    ];
  if (fact.type !== 'any' && !operator.types.includes(fact.type))
    return [
      {
        path: `${path}/op`,
        code: 'typeMismatch',
        message: `"${operator.name}" does not go with "${fact.name}", which is a ${fact.type}`,
      },
    ];
  return checkOperand(condition.value, operator, fact, path);
}
