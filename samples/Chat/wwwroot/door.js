// The door: where one says who one is.

import { signIn } from './session.js';
import { $ } from './view.js';

/** @param why what has to be said at the door, such as why one stands before it again */
export function showDoor(why) {
  $('why').textContent = why;
  $('door').hidden = false;
  $('name').focus();
}

export function setUpDoor(comeIn) {
  $('sign-in').onsubmit = async event => {
    event.preventDefault();
    const error = $('sign-in-error'), button = $('sign-in').querySelector('button');
    error.textContent = $('why').textContent = '';
    button.disabled = true;
    try {
      await signIn($('name').value, $('stay').checked);
      comeIn();
    } catch (refused) {
      error.textContent = refused.message;
      $('name').select();
    }
    $('name').ariaInvalid = String(error.textContent !== '');
    button.disabled = false;
  };
}
