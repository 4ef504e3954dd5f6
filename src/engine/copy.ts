/** A deep copy of plain data, such as JSON can hold: several times as fast as `structuredClone`, which takes the half of a decision. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  // Spread first: what is set afterwards is then the copy's own, be its name `__proto__`.
  const copy = { ...value } as Record<string, unknown>;
  for (const name of Object.keys(copy)) {
    const inner = copy[name];
    if (typeof inner === 'object' && inner !== null) copy[name] = copyOf(inner);
  }
  return copy as T;
}
