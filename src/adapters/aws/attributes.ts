/** Flat items as DynamoDB writes them: texts, numbers, bytes; we use nothing else. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item, Key, Value } from '../table/table';

/** Half a surrogate pair, as cutting a text may leave one, is no UTF-8: it becomes U+FFFD. */
export function toAttribute(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value.toWellFormed() };
  return typeof value === 'number' ? { N: String(value) } : { B: value };
}

export function toAttributes(values: Readonly<Record<string, Value>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAttribute(value)]));
}

export function toKey({ pk, sk }: Key): Record<string, AttributeValue> {
  return toAttributes({ pk, sk });
}

/** Attributes of other types, which somebody else must have added, are left out. */
export function fromAttributes(attributes: Record<string, AttributeValue>): Item {
  const item: Item = { pk: '', sk: '' };
  for (const [name, { S, N, B }] of Object.entries(attributes)) {
    const value = S ?? (N === undefined ? B : Number(N));
    if (value !== undefined) item[name] = value;
  }
  return item;
}
