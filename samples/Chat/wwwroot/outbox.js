// What was written here and not yet said: it waits for the connection, or for its answer, or was refused. Its line says so.

import { addUnsent, showEnd } from './log.js';
import { pack } from './pictures.js';
import { unsentLine } from './view.js';

let page;

/** @param wanted {connection, isShown(room), said(room, said), edit(text)} */
export function setUpOutbox(wanted) {
  page = wanted;
}

/** @param what {text} or {jpeg} */
export function post(room, what) {
  const entry = { ...what, state: 'waiting', line: document.createElement('li') };
  room.unsent.push(entry);
  if (page.isShown(room)) addUnsent(entry.line);
  send(room, entry);
}

/** Sends what has waited for the connection, in order. */
export function postWaiting(room) {
  for (const entry of room.unsent.filter(entry => entry.state === 'waiting')) send(room, entry);
}

async function send(room, entry) {
  const { connection } = page;
  // A room that the server forgot has to be entered first.
  if (!connection.ready || room.returning) return show(room, entry, 'waiting');
  show(room, entry, 'sending');
  try {
    const said = await (entry.jpeg ? connection.show(pack(room.name, entry.jpeg)) : connection.call('say', { room: room.name, text: entry.text }));
    drop(room, entry);
    page.said(room, { ...said, jpeg: entry.jpeg });
  } catch (error) {
    show(room, entry, error.unsure ? 'unsure' : 'failed', error.message);
  }
}

function show(room, entry, state, why) {
  entry.state = state;
  const old = entry.line;
  entry.line = unsentLine(entry, why, {
    retry: () => send(room, entry),
    edit() {
      drop(room, entry);
      if (entry.text) page.edit(entry.text);
    },
  });
  old.replaceWith(entry.line);
  if (entry.line.isConnected) showEnd();
}

function drop(room, entry) {
  room.unsent.splice(room.unsent.indexOf(entry), 1);
  entry.line.remove();
  showEnd();
}
