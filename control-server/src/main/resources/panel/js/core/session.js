// The token: from the link's fragment into this tab's session storage, and out of the address at once.

const KEY = 'attune.token';

/** Token of this tab; null where there is none. */
export const token = () => sessionStorage.getItem(KEY);

/**
 * Takes #t=TOKEN, or changes #c=CODE for a token, and removes either from the address and the history.
 * @throws Error when the code is spent or too old
 */
export async function takeTokenFromAddress() {
  const [key, value] = location.hash.slice(1).split('=');
  if (key !== 't' && key !== 'c') {
    return;
  }
  history.replaceState(null, '', location.pathname);
  sessionStorage.setItem(KEY, key === 't' ? value : await exchange(value));
}

async function exchange(code) {
  const response = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!response.ok) {
    throw new Error('This link was used before or is older than 30 seconds.');
  }
  return (await response.json()).token;
}
