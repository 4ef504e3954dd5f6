/** The link that brought the customer here carries a token. */
const TOKEN = /([?&])threadkeeper=([^&]*)(&|$)/;

/** @param search of an address, with its question mark @returns the token, and the rest of it as it was written */
export function splitSearch(search: string): { token?: string; rest: string } {
  const token = TOKEN.exec(search)?.[2];
  const rest = search.replace(TOKEN, (_, before: string, __, after: string) => (after ? before : ''));
  return { ...(token !== undefined && { token }), rest };
}

/** Takes the token out of the address bar, so that it is neither bookmarked nor passed on. */
export function takeToken(): string | undefined {
  const { token, rest } = splitSearch(location.search);
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + rest + location.hash);
  return token || undefined;
}
