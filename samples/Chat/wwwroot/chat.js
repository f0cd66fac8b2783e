// The page: what the server says becomes `rooms`, and what is on show follows from it.

import { Connection } from './connection.js';
import { $, closeDrawers, el, avatar, fill, memberItem, messageLines, personName, plural, roomButton, roomCard, waitingLine } from './view.js';

const keptMessages = 500;

const rooms = new Map();        // by key: what roomNamed makes
let me = null;
let server = null;              // which run of the server the rooms are from
let current = null;             // the room on show
let pinned = true;              // the reader is at the end of the conversation
let endTop = Infinity;          // where the end was when it was last scrolled to
let unseen = 0;                 // messages that came while the reader was further up

const connection = new Connection({ status, message, refused });
const key = name => name.toLowerCase();
const tidy = name => name.trim().split(/\s+/).join(' ');
const isMine = room => room.returning || room.members.some(member => member.name === me);

function roomNamed(name) {
  if (!rooms.has(key(name)))
    rooms.set(key(name), { name, version: 0, members: [], messages: [], waiting: [], draft: '', unread: 0, returning: false });
  return rooms.get(key(name));
}

// --- what the server says -------------------------------------------------------------------------------------------------------

function message(data) {
  switch (data.event) {
    case 'state': return takeState(data);
    case 'room': return takeRoom(data);
    case 'history': return takeHistory(roomNamed(data.room), data.messages);
    case 'said': return takeSaid(roomNamed(data.room), data);
  }
}

function takeState(data) {
  const forgotten = server !== null && server !== data.server;
  const existing = new Set(data.rooms.map(key));
  for (const [id, room] of rooms) {
    room.returning = forgotten && isMine(room);
    if (!room.returning && !existing.has(id)) rooms.delete(id);
  }
  [server, me] = [data.server, data.you];
  sessionStorage.setItem('name', me);
  showRooms();
}

function takeRoom(data) {
  const room = roomNamed(data.room);
  if (data.version < room.version) return;
  Object.assign(room, { name: data.room, version: data.version, members: data.members });
  if (data.gone && !room.returning) rooms.delete(key(data.room));
  if (!isMine(room)) [room.messages, room.unread] = [[], 0];
  showRooms();
}

function takeHistory(room, messages) {
  const known = new Set(room.messages.map(said => said.id));
  const hole = messages.length && !messages.some(said => known.has(said.id)) && !room.returning;
  if (hole) room.messages = [];
  takeMessages(room, messages);
}

function takeMessages(room, messages) {
  const known = new Set(room.messages.map(said => said.id));
  room.messages.push(...messages.filter(said => !known.has(said.id)));
  room.messages.sort((a, b) => a.id - b.id);
  room.messages.splice(0, room.messages.length - keptMessages);
  if (room === current) showConversation();
}

function takeSaid(room, data) {
  const last = room.messages.at(-1);
  const mine = data.from === me;
  if (room === current) readPosition();
  if (room !== current || (last && last.id >= data.id) || room.messages.length >= keptMessages) {
    takeMessages(room, [data]);
  } else {
    room.messages.push(data);
    $('messages').insertBefore(lines([data], last), $('messages').querySelector('.waiting'));
  }
  if (!mine && (room !== current || document.hidden)) room.unread++;
  if (!mine && room === current && !pinned) unseen++;
  if (mine && room === current) pinned = true;
  showRooms();
  showEnd();
}

// --- the connection -------------------------------------------------------------------------------------------------------------

let stripTimer = null;
let wasLost = false;
const notSent = 'Not sent: there is no connection. Your text stays here.';

function status({ state, again, why, until }) {
  clearInterval(stripTimer);
  $('strip').className = state;
  $('retry').hidden = state !== 'waiting';
  $('countdown').textContent = '';
  if (state === 'ready') {
    $('strip').hidden = !wasLost;
    $('status').textContent = wasLost ? 'Connected again.' : '';
    wasLost = false;
    stripTimer = setTimeout(() => { $('strip').hidden = true; }, 5000);
    if ($('notice').textContent === notSent) notice('');
    comeIn();
    enterAgain();
  } else if (state === 'connecting') {
    $('strip').hidden = !again;
    $('status').textContent = again ? 'Reconnecting…' : '';
  } else {
    const count = () => { $('countdown').textContent = `in ${Math.max(1, Math.ceil((until - Date.now()) / 1000))} s…`; };
    wasLost = true;
    $('strip').hidden = false;
    $('status').textContent = `${why} Reconnecting`;
    count();
    stripTimer = setInterval(count, 250);
  }
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
  $('me').replaceChildren(avatar(me), personName(me));
  const room = rooms.get(sessionStorage.getItem('room'));
  show(room && isMine(room) ? room : null);
}

function refused(why) {
  goOut();
  $('sign-in-error').textContent = why;
  $('name').ariaInvalid = 'true';
  $('name').select();
}

function goOut() {
  [me, server, current, wasLost] = [null, null, null, false];
  rooms.clear();
  sessionStorage.clear();
  closeDrawers();
  clearInterval(stripTimer);
  $('strip').hidden = $('chat').hidden = true;
  $('door').hidden = $('come-in').disabled = false;
  document.title = 'Chat';
  $('name').focus();
}

function signIn(name) {
  $('name').value = name;
  $('name').ariaInvalid = 'false';
  $('sign-in-error').textContent = '';
  $('come-in').disabled = true;
  connection.signIn(name);
}

$('sign-in').onsubmit = event => {
  event.preventDefault();
  if (!$('come-in').disabled) signIn($('name').value);
};
$('sign-out').onclick = () => {
  connection.signOut();
  goOut();
};
$('retry').onclick = () => connection.retryNow();

// --- rooms and people -----------------------------------------------------------------------------------------------------------

function showRooms() {
  if (me === null) return;
  const all = [...rooms.values()];
  const mine = all.filter(isMine), others = all.filter(room => !isMine(room));
  if (current && !mine.includes(current)) return show(null);
  fill($('mine'), ...mine.map(room => el('li', {}, roomButton(room, room === current, () => show(room)))));
  fill($('others'), ...others.map(room => el('li', {}, roomButton(room, false, () => enter(room.name, notice)))));
  fill($('cards'), ...all.map(room => el('li', {}, roomCard(room, isMine(room), () => isMine(room) ? show(room) : enter(room.name, notice)))));
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
  $('title').textContent = current?.name ?? 'Rooms';
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
    pinned = true;
    showConversation();
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

function lines(messages, before) {
  const fragment = document.createDocumentFragment();
  for (const said of messages) {
    fragment.append(...messageLines(said, before, me));
    before = said;
  }
  return fragment;
}

function showConversation() {
  const list = $('messages'), top = $('log').scrollTop;
  list.ariaLive = 'off';        // or all of it would be read aloud
  list.replaceChildren(lines(current.messages), ...current.waiting);
  setTimeout(() => { list.ariaLive = 'polite'; });
  $('log').scrollTop = top;
  showEnd();
}

/** Stays at the end, unless the reader has gone further up: then it says what is new. */
function showEnd() {
  if (!current) return;
  if (pinned) {
    unseen = 0;
    $('log').scrollTop = $('log').scrollHeight;
    endTop = $('log').scrollTop;
  }
  $('newer').hidden = pinned;
  $('newer').querySelector('span').textContent = unseen ? plural(unseen, 'new message') : 'Latest';
  $('nothing').textContent = current.messages.length || current.waiting.length ? '' : `Nothing has been said in ${current.name} yet. Say hello.`;
}

/** Did the reader go up? Asked before anything is added, because a message can come before the scroll event does. */
function readPosition() {
  const { scrollTop, scrollHeight, clientHeight } = $('log');
  pinned = scrollTop >= Math.min(endTop, scrollHeight - clientHeight) - 40;
  if (!pinned) endTop = Infinity;
}

$('log').onscroll = () => {
  readPosition();
  showEnd();
};
new ResizeObserver(showEnd).observe($('log'));
$('newer').onclick = () => {
  pinned = true;
  showEnd();
  $('text').focus();
};

async function say(room, text) {
  const line = waitingLine(text);
  room.waiting.push(line);
  $('messages').append(line);
  pinned = true;
  showEnd();
  try {
    await connection.request({ action: 'say', room: room.name, text });
  } catch (error) {
    room.draft = [text, room === current ? $('text').value : room.draft].filter(Boolean).join('\n');
    if (room === current) setText(room.draft);
    notice(error.unsure ? `${error.message} This may not have arrived: here it is again.` : error.message);
  }
  room.waiting.splice(room.waiting.indexOf(line), 1);
  line.remove();
  showEnd();
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

function notice(text) {
  $('notice').textContent = text;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden || !current) return;
  current.unread = 0;
  showRooms();
});

const known = sessionStorage.getItem('name');
if (known) signIn(known);
