/** Minutes and seconds that are left. */
export function left(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The time of day of an instant (UTC, as all times of the stack); of another day than `today` with its date. */
export function clockTime(at: string | number, today?: string | number): string {
  const told = new Date(at).toISOString();
  const isOtherDay = today !== undefined && new Date(today).toISOString().slice(0, 10) !== told.slice(0, 10);
  return `${isOtherDay ? `${told.slice(5, 10)} ` : ''}${told.slice(11, 19)}`;
}
