/** What a recording led to, whoever played it. */
export interface Played {
  /** By the workflow's name. */
  fired: Record<string, number>;
  /** In the order in which they were made; `at` counts from the recording's beginning. */
  effects: { at: string; workflow: string; type: string; fields: Record<string, unknown> }[];
}

export interface Expected {
  fired: number;
  effects: Record<string, number>;
  /** When its effects are made, in order. */
  at?: string[];
  /** Texts that are among its effects. */
  texts?: string[];
}

/** What was played, in the shape of an `expected.json`: by workflow, without what the product does of its own accord (a snooze that ends). */
export function tableOf({ fired, effects }: Played): Record<string, Pick<Expected, 'fired' | 'effects'>> {
  const names = Object.keys(fired);
  return Object.fromEntries(
    names.map((name) => {
      const counts: Record<string, number> = {};
      for (const { workflow, type } of effects) if (workflow === name) counts[type] = (counts[type] ?? 0) + 1;
      return [name, { fired: fired[name] ?? 0, effects: counts }];
    }),
  );
}
