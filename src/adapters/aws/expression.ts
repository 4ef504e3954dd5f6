/** Changes, conditions and ranges in DynamoDB's expression language. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Change, Condition, Range, Test, Value } from '../table/table';
import { toAttribute } from './attributes';

/** Names and values of one request; every one goes by a placeholder, as names may be reserved words. */
export class Expression {
  private readonly names = new Map<string, string>();
  private readonly values: Record<string, AttributeValue> = {};

  /** What belongs to the request beside its expressions. */
  get attributes() {
    return {
      ...(this.names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...this.names].map(([name, placeholder]) => [placeholder, name])),
      }),
      ...(Object.keys(this.values).length > 0 && { ExpressionAttributeValues: this.values }),
    };
  }

  /** `undefined` for the empty condition. AND binds closer than OR, so there is nothing to put in parentheses. */
  condition(when: Condition = []): string | undefined {
    const text = when.map((tests) => tests.map((test) => this.test(test)).join(' AND ')).join(' OR ');
    return text === '' ? undefined : text;
  }

  update({ set = {}, init = {}, add = {}, drop = [] }: Change): string | undefined {
    const sets = Object.entries(set).map(([name, value]) => `${this.name(name)} = ${this.value(value)}`);
    const inits = Object.entries(init).map(
      ([name, value]) => `${this.name(name)} = if_not_exists(${this.name(name)}, ${this.value(value)})`,
    );
    const adds = Object.entries(add).map(([name, value]) => `${this.name(name)} ${this.value(value)}`);
    const drops = drop.map((name) => this.name(name));
    const clauses = [clause('SET', [...sets, ...inits]), clause('ADD', adds), clause('REMOVE', drops)];
    const text = clauses.filter((some) => some !== '').join(' ');
    return text === '' ? undefined : text;
  }

  partition(pk: string, range: Range): string {
    const rest = this.range(range);
    return `${this.name('pk')} = ${this.value(pk)}${rest === '' ? '' : ` AND ${rest}`}`;
  }

  is(name: string, value: Value): string {
    return `${this.name(name)} = ${this.value(value)}`;
  }

  atMost(name: string, value: number): string {
    return `${this.name(name)} <= ${this.value(value)}`;
  }

  private range(range: Range): string {
    // A name that stands in no expression is refused.
    if (Object.keys(range).length === 0) return '';
    const sk = this.name('sk');
    if ('prefix' in range) return `begins_with(${sk}, ${this.value(range.prefix as string)})`;
    if ('from' in range)
      return `${sk} BETWEEN ${this.value(range.from as string)} AND ${this.value(range.to as string)}`;
    return `${sk} < ${this.value(range.before as string)}`;
  }

  private test(test: Test): string {
    if ('absent' in test) return `attribute_not_exists(${this.name(test.absent)})`;
    return 'is' in test ? this.is(...test.is) : this.atMost(...test.atMost);
  }

  private name(name: string): string {
    const placeholder = this.names.get(name) ?? `#n${this.names.size}`;
    this.names.set(name, placeholder);
    return placeholder;
  }

  private value(value: Value): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = toAttribute(value);
    return placeholder;
  }
}

const clause = (word: string, parts: readonly string[]) => (parts.length === 0 ? '' : `${word} ${parts.join(', ')}`);
