/**
 * Asks the server that the page is from. Exported as a folder, the page has
 * another module of this name, which asks the model itself.
 *
 * The token of the server, where it has one, is behind `#token=` of the address,
 * which no server and no log is told, and then for as long as the tab is open.
 *
 * @module
 */
const KEY = "leat-token";

/** Remembers a token for this tab. */
export function keepToken(token) {
  sessionStorage.setItem(KEY, token);
}

const [, given] = /^#token=(.+)$/.exec(location.hash) ?? [];
if (given !== undefined) {
  keepToken(decodeURIComponent(given));
  // It is not to be copied with the address.
  history.replaceState(null, "", location.pathname);
}

/** Asks this server, with the token if there is one. */
export async function ask(path, options = {}) {
  const token = sessionStorage.getItem(KEY);
  const headers = {
    ...options.headers,
    ...token === null ? {} : { authorization: `Bearer ${token}` },
  };
  return await fetch(path, { ...options, headers });
}
