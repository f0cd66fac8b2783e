// The conversation on show: it stays at its end, unless the reader has gone further up. Then it says what is new.

import { $, messageLines, plural } from './view.js';

const log = $('log'), list = $('messages'), newer = $('newer');
let pinned = true;              // the reader is at the end
let endTop = Infinity;          // where the end was when it was last scrolled to
let unseen = 0;                 // messages that came while the reader was further up

/** Shows a conversation from its beginning, and what is not said yet below it. */
export function showAll(messages, unsent, me, atEnd) {
  const top = log.scrollTop;
  log.ariaLive = 'off';         // or all of it would be read aloud
  list.replaceChildren(lines(messages, undefined, me), ...unsent);
  setTimeout(() => { log.ariaLive = 'polite'; });
  if (atEnd) pinned = true;
  else log.scrollTop = top;
  showEnd();
}

/** Adds what was just said. */
export function add(said, before, me) {
  readPosition();
  list.insertBefore(lines([said], before, me), list.querySelector('.unsent'));
  if (said.from === me) pinned = true;
  if (!pinned) unseen++;
  showEnd();
}

/** Adds what was just written here, until the server has said it. */
export function addUnsent(line) {
  list.append(line);
  pinned = true;
  showEnd();
}

/** Goes to a message that was found. */
export function showMessage(id) {
  const item = list.querySelector(`[data-id="${id}"]`);
  if (!item) return;
  pinned = false;
  item.scrollIntoView({ block: 'center' });
  item.classList.add('found');
  item.onanimationend = () => item.classList.remove('found');
  showEnd();
}

export function showEnd() {
  pinned ||= log.scrollTop >= log.scrollHeight - log.clientHeight - 1;      // what was below is gone, or there is room for all of it
  if (pinned) {
    unseen = 0;
    log.scrollTop = log.scrollHeight;
    endTop = log.scrollTop;
  }
  newer.hidden = pinned;
  newer.querySelector('span').textContent = unseen ? plural(unseen, 'new message') : 'Latest';
  $('nothing').hidden = list.childElementCount > 0;
}

function lines(messages, before, me) {
  const fragment = document.createDocumentFragment();
  for (const said of messages) {
    fragment.append(...messageLines(said, before, me));
    before = said;
  }
  return fragment;
}

/** Did the reader go up? Asked before anything is added, because a message can come before the scroll event does. */
function readPosition() {
  const { scrollTop, scrollHeight, clientHeight } = log;
  pinned = scrollTop >= Math.min(endTop, scrollHeight - clientHeight) - 40;
  if (!pinned) endTop = Infinity;
}

log.onscroll = () => {
  readPosition();
  showEnd();
};
list.addEventListener('load', showEnd, true);     // a picture takes its place when it is there
newer.onclick = () => {
  pinned = true;
  showEnd();
  $('text').focus();
};
new ResizeObserver(showEnd).observe(log);
