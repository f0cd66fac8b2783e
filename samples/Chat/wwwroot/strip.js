// The line at the top that says how the connection is: only when there is something to say.

import { $ } from './view.js';

let timer = null;
let wasLost = false;

export function showStatus({ state, again, why, until }) {
  clearTimeout(timer);
  const show = (visible, text) => { [$('strip').hidden, $('status').textContent] = [!visible, text]; };
  $('strip').className = state;
  $('retry').hidden = state !== 'waiting';
  $('countdown').textContent = '';
  if (state === 'connecting') {
    show(again || ($('door').hidden && $('chat').hidden), again ? 'Reconnecting…' : 'Connecting…');
  } else if (state === 'waiting') {
    const count = () => {
      $('countdown').textContent = `in ${Math.max(1, Math.ceil((until - Date.now()) / 1000))} s…`;
      timer = setTimeout(count, 250);
    };
    wasLost = true;
    show(true, `${why} Reconnecting`);
    count();
  } else {
    show(wasLost, wasLost ? 'Connected again.' : '');
    wasLost = false;
    timer = setTimeout(hideStatus, 5000);
  }
}

export function hideStatus() {
  clearTimeout(timer);
  wasLost = false;
  $('strip').hidden = true;
}
