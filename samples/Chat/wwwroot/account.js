// The dialog about oneself: on how many devices one is, a link for the next one, and the ways out.

import { linkFor, staysSignedIn } from './session.js';
import { $, avatar, personName, plural } from './view.js';

let newest = 0;

/** @param request sends a message to the server  @param leave goes out of this page */
export function setUpAccount(request, leave) {
  const ask = async (button, message) => {
    $('account-error').textContent = '';
    button.disabled = true;
    await request(message).catch(error => { $('account-error').textContent = error.message; });
    button.disabled = false;
  };
  $('me').onclick = () => {
    hideLink();
    $('account-how').textContent = staysSignedIn() ? 'This browser stays signed in.' : 'Only this tab is signed in: closing it signs out.';
    $('account').showModal();
  };
  $('close-account').onclick = () => $('account').close();
  $('account').onclick = event => event.target === $('account') && $('account').close();     // the backdrop is the dialog's own
  $('make-link').onclick = event => ask(event.currentTarget, { action: 'link' });
  $('sign-out').onclick = leave;
  $('sign-out-everywhere').onclick = event => ask(event.currentTarget, { action: 'sign-out-everywhere' });
}

export function showMe(name) {
  newest = 0;
  $('me').replaceChildren(avatar(name), personName(name), document.createElement('small'));
}

export function showDevices({ version, count }) {
  if (version < newest) return;
  newest = version;
  $('me').querySelector('small').textContent = plural(count, 'device');
  $('account-devices').textContent = count === 1 ? 'You are here on this device.' : `You are here on ${count} devices.`;
}

export function showLink(token) {
  $('link').value = linkFor(token);
  $('make-link').hidden = true;
  $('link-field').hidden = false;
  $('link').select();
}

function hideLink() {
  $('make-link').hidden = false;
  $('link-field').hidden = true;
  $('copied').textContent = $('account-error').textContent = $('link').value = '';
}

$('copy-link').onclick = async () => {
  $('link').select();
  const copied = await navigator.clipboard?.writeText($('link').value).then(() => true, () => false);
  $('copied').textContent = copied ? 'Copied.' : 'It is selected: copy it from here.';
};
