// Who this page comes in as. A browser that stays signed in has a cookie, which no script can read: all there is to remember is that
// there is one. Otherwise this tab has a token, which it keeps for itself and shows in the first message of each connection.

const link = location.hash.slice(1);    // what stands behind a # is never sent to a server, and never stands in its logs
if (link) {
  forget();
  sessionStorage.setItem('token', link);
  history.replaceState(null, '', location.pathname + location.search);
}
addEventListener('hashchange', () => location.reload());

export const token = () => sessionStorage.getItem('token');
export const staysSignedIn = () => !token() && localStorage.getItem('stays') !== null;
export const isKnown = () => token() !== null || staysSignedIn();

export const renew = fresh => sessionStorage.setItem('token', fresh);

export const linkFor = token => new URL(`#${token}`, location.href).href;

/** Asks the server to take a name for true: the cookie comes with the answer, or the token stands in it. */
export async function signIn(name, stay) {
  const response = await fetch('session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, stay }),
  }).catch(() => { throw new Error('The server did not answer. Try again in a moment.'); });
  if (!response.ok) throw new Error((await response.text()).trim());
  const { token } = await response.json();
  forget();
  if (stay) localStorage.setItem('stays', '');
  else renew(token);
}

/** Of a browser that stays signed in every tab goes out: `onSignedOut` is called in the others. */
export function signOut() {
  if (staysSignedIn()) {
    localStorage.removeItem('stays');
    fetch('session', { method: 'DELETE', keepalive: true }).catch(() => {});
  }
  forget();
}

export function onSignedOut(call) {
  addEventListener('storage', event => event.key === 'stays' && event.newValue === null && !token() && call());
}

/** What this tab knows of who it was. */
function forget() {
  sessionStorage.clear();
}
