// The page: what the server says becomes `rooms`, and what is on show follows from it.

import { setUpAccount, showDevices, showLink, showMe } from './account.js';
import { Connection } from './connection.js';
import { setUpDoor, showDoor } from './door.js';
import { add, addWaiting, showAll, showEnd } from './log.js';
import { pack, shrink, unpack } from './pictures.js';
import * as session from './session.js';
import { hideStatus, showStatus } from './strip.js';
import { isUnderWay, setUpSummary, showSummary } from './summary.js';
import { $, closeDrawers, el, fill, memberItem, plural, roomButton, roomCard, showPicture, waitingLine } from './view.js';

const keptMessages = 500;

const rooms = new Map();        // by key: what roomNamed makes
let me = null;
let server = null;              // which run of the server the rooms are from
let current = null;             // the room on show

const connection = new Connection({ token: session.token, welcome: session.renew, status, message, signedOut: goOut });
const key = name => name.toLowerCase();
const tidy = name => name.trim().split(/\s+/).join(' ');
const isMine = room => room.returning || room.members.some(member => member.name === me);

function roomNamed(name) {
  if (!rooms.has(key(name)))
    rooms.set(key(name), { name, version: 0, members: [], messages: [], waiting: [], summary: null, draft: '', unread: 0, returning: false });
  return rooms.get(key(name));
}

// --- what the server says -------------------------------------------------------------------------------------------------------

function message(data) {
  if (data instanceof ArrayBuffer) return takePicture(unpack(data));
  switch (data.event) {
    case 'state': return takeState(data);
    case 'devices': return showDevices(data);
    case 'link': return showLink(data.token);
    case 'room': return takeRoom(data);
    case 'history': return takeHistory(roomNamed(data.room), data.messages);
    case 'said': return takeSaid(roomNamed(data.room), data);
    case 'progress':
    case 'summary': return takeSummary(rooms.get(key(data.room)), data);
  }
}

function takeState(data) {
  const forgotten = server !== null && server !== data.server;
  const existing = new Set(data.rooms.map(key));
  for (const [id, room] of rooms) {
    room.returning ||= forgotten && isMine(room);
    if (!room.returning && !existing.has(id)) rooms.delete(id);
    if (isUnderWay(room.summary)) setSummary(room, null);       // if it still is, its next step says so
  }
  [server, me] = [data.server, data.you];
  showMe(me);
  showRooms();
}

function takeRoom(data) {
  const room = roomNamed(data.room);
  if (data.version < room.version) return;
  Object.assign(room, { name: data.room, version: data.version, members: data.members });
  if (data.gone && !room.returning) rooms.delete(key(data.room));
  if (!isMine(room)) [room.messages, room.summary, room.unread] = [[], null, 0];
  showRooms();
}

function takeHistory(room, messages) {
  // Between what is here and what comes something may be missing; not after it: somebody may have spoken while it was on its way.
  const gap = messages.length && !messages.some(said => room.messages.some(other => other.id === said.id));
  if (gap && !room.returning) room.messages = room.messages.filter(said => said.id > messages.at(-1).id);
  takeMessages(room, messages);
}

function takeMessages(room, messages) {
  const known = new Set(room.messages.map(said => said.id));
  room.messages.push(...messages.filter(said => !known.has(said.id)));
  room.messages.sort((a, b) => a.id - b.id);
  room.messages.splice(0, room.messages.length - keptMessages);
  if (room === current) showConversation();
}

function takeSaid(room, said) {
  const before = room.messages.at(-1);
  if (room !== current || before?.id >= said.id || room.messages.length >= keptMessages) {
    takeMessages(room, [said]);
  } else {
    room.messages.push(said);
    add(said, before, me);
  }
  if (said.from !== me && (room !== current || document.hidden)) room.unread++;
  showRooms();
}

/** Comes right after what was said, whose id stands in its first line. */
function takePicture({ line, jpeg }) {
  for (const room of rooms.values()) {
    const said = room.messages.find(said => said.id === Number(line));
    if (!said || said.jpeg) continue;
    said.jpeg = jpeg;
    if (room === current) showPicture(said);
  }
}

// --- the connection -------------------------------------------------------------------------------------------------------------

const notSent = 'Not sent: there is no connection.';

function status(status) {
  showStatus(status);
  if (status.state !== 'ready') return;
  if ($('notice').textContent === notSent) notice('');
  comeIn();
  enterAgain();
}

/** A server that was started anew has forgotten who was where. */
async function enterAgain() {
  for (const room of [...rooms.values()].filter(room => room.returning)) {
    try {
      await connection.request({ action: 'enter', room: room.name });
    } catch (error) {
      if (!connection.ready) return;
      notice(error.message);
    }
    room.returning = false;
  }
  showRooms();
}

function comeIn() {
  if (!$('chat').hidden) return;
  $('door').hidden = true;
  $('chat').hidden = false;
  const room = rooms.get(sessionStorage.getItem('room'));
  show(room && isMine(room) ? room : null);
}

function goOut(why) {
  session.signOut();
  [me, server, current] = [null, null, null];
  rooms.clear();
  closeDrawers();
  hideStatus();
  $('account').close();
  $('chat').hidden = true;
  document.title = 'Chat';
  showDoor(why);
}

function leave(why) {
  connection.stop();
  goOut(why);
}

setUpDoor(() => connection.start());
setUpAccount(message => connection.request(message), () => leave(''));
session.onSignedOut(() => me && leave('You signed out in another tab.'));
$('retry').onclick = () => connection.retryNow();

// --- rooms and people -----------------------------------------------------------------------------------------------------------

function showRooms() {
  if (me === null) return;
  const all = [...rooms.values()];
  const mine = all.filter(isMine), others = all.filter(room => !isMine(room));
  if (current && !mine.includes(current)) return show(null);
  fill($('mine'), ...mine.map(room => el('li', {}, roomButton(room, room === current, () => show(room)))));
  fill($('others'), ...others.map(room => el('li', {}, roomButton(room, false, () => enter(room.name, fail)))));
  fill($('cards'), ...all.map(room => el('li', {}, roomCard(room, isMine(room), () => isMine(room) ? show(room) : enter(room.name, fail)))));
  $('mine-title').hidden = !mine.length;
  $('others-title').hidden = !others.length;

  const unread = all.reduce((sum, room) => sum + room.unread, 0);
  const elsewhere = unread - (current?.unread ?? 0);
  $('unread').hidden = !elsewhere;
  $('unread').textContent = elsewhere;
  $('open-rooms').ariaLabel = elsewhere ? `Rooms, ${elsewhere} unread` : 'Rooms';
  document.title = (unread ? `(${unread}) ` : '') + (current ? `${current.name} · Chat` : 'Chat');

  const members = (current?.members ?? []).toSorted((a, b) => b.online - a.online || a.name.localeCompare(b.name));
  const here = members.filter(member => member.online).length;
  fill($('members'), ...members.map(member => memberItem(member, me)));
  $('title').textContent = $('title').title = current?.name ?? 'Rooms';
  $('subtitle').textContent = !current ? plural(all.length, 'room')
    : `${here} here` + (here < members.length ? `, ${members.length - here} away` : '');
}

/** Shows a room of mine, or with null the choice of rooms. */
function show(room) {
  if (current) current.draft = $('text').value;
  current = room;
  $('chat').dataset.view = room ? 'room' : 'rooms';
  notice('');
  if (room) {
    sessionStorage.setItem('room', key(room.name));
    room.unread = 0;
    $('text').placeholder = `Message ${room.name}`;
    setText(room.draft);
    showSummary(room.summary);
    showConversation(true);
  }
  closeDrawers();
  showRooms();
  if (room && matchMedia('(hover: hover)').matches) $('text').focus();
}

async function enter(name, tell) {
  try {
    await connection.request({ action: 'enter', room: name });
    show(roomNamed(tidy(name)));
    return true;
  } catch (error) {
    tell(error.message);
    return false;
  }
}

$('new-room').onsubmit = async event => {
  event.preventDefault();
  $('room-error').textContent = '';
  if (await enter($('room-name').value, text => { $('room-error').textContent = text; })) $('room-name').value = '';
};
$('leave').onclick = () => connection.request({ action: 'leave', room: current.name }).catch(error => notice(error.message));

// --- the conversation -----------------------------------------------------------------------------------------------------------

function showConversation(atEnd = false) {
  $('nothing').textContent = `Nothing has been said in ${current.name} yet. Say hello.`;
  showAll(current.messages, current.waiting, me, atEnd);
}

/** Sends, and shows what is sent as long as nothing is known of it. Rejects when it was not done. */
async function tell(room, line, message) {
  room.waiting.push(line);
  addWaiting(line);
  try {
    await connection.request(message);
  } catch (error) {
    const where = room === current ? '' : `${room.name}: `;
    throw Object.assign(error, { message: where + error.message + (error.unsure ? ' This may not have arrived.' : '') });
  } finally {
    room.waiting.splice(room.waiting.indexOf(line), 1);
    line.remove();
    showEnd();
  }
}

async function say(room, text) {
  try {
    await tell(room, waitingLine(text), { action: 'say', room: room.name, text });
  } catch (error) {
    room.draft = [text, room === current ? $('text').value : room.draft].filter(Boolean).join('\n');
    if (room === current) setText(room.draft);
    notice(error.message + (error.unsure ? ' Here it is again.' : ''));
  }
}

async function sendPicture(room, file) {
  notice('');
  try {
    if (!connection.ready) throw new Error(notSent);
    const jpeg = await shrink(file);
    await tell(room, waitingLine('', jpeg), pack(room.name, jpeg));
  } catch (error) {
    notice(error.message);
  }
}

$('composer').onsubmit = event => {
  event.preventDefault();
  const text = $('text').value.trim();
  notice('');
  if (!text) return;
  if (!connection.ready) return notice(notSent);
  setText('');
  say(current, text);
};
$('text').onkeydown = event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('composer').requestSubmit();
};
$('text').oninput = fitText;
$('pick').onclick = () => $('file').click();
$('file').onchange = () => {
  if ($('file').files.length) sendPicture(current, $('file').files[0]);
  $('file').value = '';
};
$('text').onpaste = event => {
  const picture = [...event.clipboardData.files].find(file => file.type.startsWith('image/'));
  if (!picture) return;
  event.preventDefault();
  sendPicture(current, picture);
};

function setText(text) {
  $('text').value = text;
  fitText();
}

function fitText() {
  const text = $('text'), left = text.maxLength - text.value.length;
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
  $('left').textContent = left < 0 ? `${plural(-left, 'character')} too many` : left < 100 ? `${plural(left, 'character')} left` : '';
}

// --- summaries ------------------------------------------------------------------------------------------------------------------

/** The server makes it in its own time, and tells all devices how far it is: this one hears no more of it than the others. */
async function summarise(room) {
  const before = room.summary, asked = {};
  notice('');
  if (!isUnderWay(before)) setSummary(room, asked);
  try {
    await connection.request({ action: 'summarise', room: room.name });
  } catch (error) {
    if (room.summary === asked) setSummary(room, before);
    notice(error.message);
  }
}

function takeSummary(room, data) {
  if (room && isMine(room)) setSummary(room, data);
}

function setSummary(room, summary) {
  room.summary = summary;
  if (room === current) showSummary(summary);
}

$('summarise').onclick = () => summarise(current);
setUpSummary(() => setSummary(current, null));

// --- notices --------------------------------------------------------------------------------------------------------------------

function fail(text) {
  closeDrawers();
  notice(text);
}

function notice(text) {
  $('notice').textContent = text;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden || !current) return;
  current.unread = 0;
  showRooms();
});

$('door').hidden = session.isKnown();
if (session.isKnown()) connection.start();
