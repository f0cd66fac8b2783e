// The page: what the server says becomes `rooms`, and what is on show follows from it.

import { setUpAccount, showDevices, showMe } from './account.js';
import { setUpDoor, showDoor } from './door.js';
import { add, showAll, showMessage } from './log.js';
import { post, postWaiting, setUpOutbox } from './outbox.js';
import { shrink, unpack } from './pictures.js';
import { clearSearch, search, setUpSearch } from './search.js';
import { Server } from './server.js';
import * as session from './session.js';
import { hideStatus, showStatus } from './strip.js';
import { isUnderWay, setUpSummary, showSummary } from './summary.js';
import { begins, ends, isTimeToTell, nobodyTypes, sent, showTyping } from './typing.js';
import { $, closeDrawers, el, fill, memberItem, occupancy, plural, roomButton, roomCard, showPicture } from './view.js';

const keptMessages = 500;

const rooms = new Map();        // by key: what roomNamed makes
const people = new Map();       // by name: { who, version, devices, rooms }
let me = null;
let server = null;              // which run of the server the rooms are from
let asOf = 0;                   // the version of the state: older news is in it
let alwaysOpen = [];
let current = null;             // the room on show

const connection = new Server({ token: session.token, welcome: session.renew, status, message, signedOut: goOut });
const key = name => name.toLowerCase();
const tidy = name => name.trim().split(/\s+/).join(' ');
const isIn = (person, room) => person?.rooms.includes(room.name) === true;
const isMine = room => room.returning || room.entering || isIn(people.get(me), room);
const devicesOf = name => people.get(name)?.devices ?? 0;
const membersOf = room => [...people.values()].filter(person => isIn(person, room)).map(({ who, devices }) => ({ name: who, online: devices > 0 }));

/** A room is `returning` until it was entered again on a server that forgot it, and `entering` until the news of that has come. */
function roomNamed(name) {
  if (!rooms.has(key(name)))
    rooms.set(key(name), { name, messages: [], unsent: [], summary: null, draft: '', unread: 0, returning: false, entering: false });
  return rooms.get(key(name));
}

// --- what the server says -------------------------------------------------------------------------------------------------------

function message(data) {
  if (data instanceof ArrayBuffer) return takePicture(unpack(data));
  switch (data.event) {
    case 'state': return takeState(data);
    case 'person': return takePerson(data);
    case 'history': return takeHistory(roomNamed(data.room), data.messages);
    case 'said': return takeSaid(roomNamed(data.room), data);
    case 'typing': return takeTyping(roomNamed(data.room), data.who);
    case 'progress':
    case 'summary': return takeSummary(rooms.get(key(data.room)), data);
  }
}

function takeState(data) {
  const forgotten = server !== null && server !== data.server;
  for (const room of rooms.values()) {
    room.returning ||= forgotten && isMine(room);
    room.entering = false;
    if (isUnderWay(room.summary)) setSummary(room, null);       // if it still is, its next step says so
  }
  [server, me, asOf, alwaysOpen] = [data.server, data.you, data.version, data.rooms];
  people.clear();
  for (const person of data.people) people.set(person.who, person);
  tidyRooms();
  showMe(me);
  showRooms();
}

function takePerson(person) {
  if (person.version < Math.max(asOf, people.get(person.who)?.version ?? 0)) return;
  if (person.devices || person.rooms.length) people.set(person.who, person);
  else people.delete(person.who);
  tidyRooms();
  showRooms();
}

/** There is a room where somebody is in it; of one that is not mine nothing is kept. */
function tidyRooms() {
  for (const name of [...alwaysOpen, ...[...people.values()].flatMap(person => person.rooms)]) roomNamed(name).name = name;
  for (const room of rooms.values()) {
    if (isIn(people.get(me), room)) room.entering = false;
    else if (!isMine(room)) Object.assign(room, { messages: [], unsent: [], summary: null, unread: 0 });
    if (!isMine(room) && !alwaysOpen.includes(room.name) && !membersOf(room).length) rooms.delete(key(room.name));
  }
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
  ends(room, said.from);
  showRooms();
}

/** The device that somebody types on hears nothing of it; the person's other devices do, and need not say so. */
function takeTyping(room, who) {
  if (who === me || !isMine(room)) return;
  begins(room, who, () => showTyping(current));
  showTyping(current);
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

function status(status) {
  showStatus(status);
  $('chat').dataset.live = connection.ready;
  if (!connection.ready) {
    nobodyTypes();
    return showRooms();
  }
  showRooms();
  comeIn();
  enterAgain();
  search();
}

/** A server that was started anew has forgotten who was where. Then what was written meanwhile is sent. */
async function enterAgain() {
  for (const room of [...rooms.values()].filter(isMine)) {
    if (room.returning) {
      try {
        await connection.call('enter', { room: room.name });
        entered(room);
      } catch (error) {
        if (!connection.ready) return;
        notice(error.message);
      }
      room.returning = false;
    }
    postWaiting(room);
  }
  showRooms();
}

/** The answer may come before the news. */
function entered(room) {
  room.entering = !isIn(people.get(me), room);
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
  people.clear();
  nobodyTypes();
  clearSearch();
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
setUpOutbox({ connection, isShown: room => room === current, said: takeSaid, edit: editAgain });
setUpSearch({ search: (words, signal) => connection.search(words, signal), open: openFound });
setUpAccount(name => connection.call(name), () => leave(''));
session.onSignedOut(() => me && leave('You signed out in another tab.'));
$('retry').onclick = () => connection.retryNow();

// --- rooms and people -----------------------------------------------------------------------------------------------------------

function showRooms() {
  if (me === null) return;
  const all = [...rooms.values()], live = connection.ready;
  const seen = room => ({ ...room, members: membersOf(room), last: isMine(room) && room.messages.at(-1) });
  const mine = all.filter(isMine), others = all.filter(room => !isMine(room));
  if (current && !mine.includes(current)) return show(null);
  fill($('mine'), ...mine.map(room => el('li', {}, roomButton(seen(room), live, room === current, () => show(room)))));
  fill($('others'), ...others.map(room => el('li', {}, roomButton(seen(room), live, false, () => enter(room.name, fail)))));
  fill($('cards'), ...all.map(room => el('li', {}, roomCard(seen(room), live, isMine(room), () => isMine(room) ? show(room) : enter(room.name, fail)))));
  $('mine-title').hidden = !mine.length;
  $('others-title').hidden = !others.length;

  const unread = all.reduce((sum, room) => sum + room.unread, 0);
  const elsewhere = unread - (current?.unread ?? 0);
  $('unread').hidden = !elsewhere;
  $('unread').textContent = elsewhere;
  $('open-rooms').ariaLabel = elsewhere ? `Rooms, ${elsewhere} unread` : 'Rooms';
  document.title = (unread ? `(${unread}) ` : '') + (current ? `${current.name} · Chat` : 'Chat');

  // In a room its members, here or away; in front of the rooms everybody who is here, and where.
  const members = [...people.values()].filter(person => current ? isIn(person, current) : person.devices).map(({ who, devices, rooms }) => ({
    name: who, devices, rooms: current ? [] : rooms,
  })).sort((a, b) => (b.devices > 0) - (a.devices > 0) || a.name.localeCompare(b.name));
  fill($('members'), ...members.map(member => memberItem(member, live, me)));
  $('people-title').textContent = live ? 'Who is here' : current ? 'Members' : 'Who was here';
  $('title').textContent = $('title').title = current?.name ?? 'Rooms';
  $('subtitle').textContent = !live ? 'Not connected' : current ? occupancy(seen(current).members, live) : plural(all.length, 'room');
  showDevices(devicesOf(me), live);
  showTyping(current);
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
    await connection.call('enter', { room: name });
    const room = roomNamed(tidy(name));
    entered(room);
    show(room);
    return true;
  } catch (error) {
    tell(error.message);
    return false;
  }
}

$('new-room').onsubmit = async event => {
  event.preventDefault();
  $('room-error').textContent = tidy($('room-name').value) ? '' : 'Enter a room’s name.';
  if (!$('room-error').textContent && await enter($('room-name').value, text => { $('room-error').textContent = text; })) $('room-name').value = '';
};
$('leave').onclick = () => connection.call('leave', { room: current.name }).catch(error => notice(error.message));

// --- the conversation -----------------------------------------------------------------------------------------------------------

function showConversation(atEnd = false) {
  $('nothing').textContent = `Nothing has been said in ${current.name} yet. Say hello.`;
  showAll(current.messages, current.unsent.map(entry => entry.line), me, atEnd);
}

/** What was refused comes back to be changed, in front of what was written since. */
function editAgain(text) {
  setText([text, $('text').value].filter(Boolean).join('\n'));
  $('text').focus();
}

function openFound({ room, id }) {
  if (!rooms.has(key(room)) || !isMine(roomNamed(room))) return notice(`You are not in ${room} any more.`);
  show(roomNamed(room));
  showMessage(id);
}

async function sendPicture(room, file) {
  notice('');
  try {
    post(room, { jpeg: await shrink(file) });
  } catch (error) {
    notice(error.message);
  }
}

$('composer').onsubmit = event => {
  event.preventDefault();
  const text = $('text').value.trim();
  notice('');
  if (!text) return;
  setText('');
  sent();
  post(current, { text });
};
$('text').onkeydown = event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('composer').requestSubmit();
};
$('text').oninput = () => {
  fitText();
  if (connection.ready && $('text').value.trim() && isTimeToTell())
    connection.call('typing', { room: current.name }).catch(() => {});        // nothing is lost where nobody sees it
};
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
    await connection.call('summarise', { room: room.name });
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
