// The dialog about oneself: on how many devices one is, a link for the next one, and the ways out.

import { linkFor, staysSignedIn } from './session.js';
import { $, avatar, personName, plural } from './view.js';

/** @param call calls a handler of the server  @param leave goes out of this page */
export function setUpAccount(call, leave) {
  const ask = async (button, name) => {
    $('account-error').textContent = '';
    button.disabled = true;
    const answer = await call(name).catch(error => { $('account-error').textContent = error.message; });
    button.disabled = false;
    return answer;
  };
  $('me').onclick = () => {
    hideLink();
    $('account-how').textContent = staysSignedIn() ? 'This browser stays signed in.' : 'Only this tab is signed in: closing it signs out.';
    $('account').showModal();
  };
  $('close-account').onclick = () => $('account').close();
  $('account').onclick = event => event.target === $('account') && $('account').close();     // the backdrop is the dialog's own
  $('make-link').onclick = async event => {
    const token = await ask(event.currentTarget, 'link');
    if (token) showLink(token);
  };
  $('sign-out').onclick = leave;
  $('sign-out-everywhere').onclick = event => ask(event.currentTarget, 'signOutEverywhere');
}

export function showMe(name) {
  $('me').replaceChildren(avatar(name), personName(name), document.createElement('small'));
}

/** @param live whether this page is connected: without it, nobody sees that one is here */
export function showDevices(count, live) {
  $('me').querySelector('small').textContent = !live ? 'not connected' : count ? plural(count, 'device') : '';
  $('account-devices').textContent = !live ? 'This device is not connected.' : count > 1 ? `You are here on ${count} devices.` : 'You are here on this device.';
}

function showLink(token) {
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
