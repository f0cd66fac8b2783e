// Who is typing. A page tells it every few seconds as long as somebody types; of whom nothing was heard for a while has stopped.

import { $ } from './view.js';

const tellAgain = 2000;
const stopped = 5000;

const timers = new Map();       // by room, then by name
let told = 0;

/** @returns whether it is time to tell that somebody types here */
export function isTimeToTell() {
  if (Date.now() - told < tellAgain) return false;
  told = Date.now();
  return true;
}

/** What was typed is sent: the next is news again. */
export function sent() {
  told = 0;
}

/** @param changed is called when the person has stopped */
export function begins(room, name, changed) {
  ends(room, name);
  if (!timers.has(room)) timers.set(room, new Map());
  timers.get(room).set(name, setTimeout(() => {
    ends(room, name);
    changed();
  }, stopped));
}

export function ends(room, name) {
  clearTimeout(timers.get(room)?.get(name));
  timers.get(room)?.delete(name);
}

export function nobodyTypes() {
  for (const room of timers.values()) room.forEach(clearTimeout);
  timers.clear();
}

export function showTyping(room) {
  const names = [...timers.get(room)?.keys() ?? []];
  $('typing').textContent = names.length === 0 ? ''
    : names.length === 1 ? `${names[0]} is typing…`
    : names.length === 2 ? `${names[0]} and ${names[1]} are typing…` : `${names.length} people are typing…`;
}
