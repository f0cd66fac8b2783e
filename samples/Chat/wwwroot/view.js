// Pieces of the page. Whatever people wrote becomes a text node, never markup.

export const $ = id => document.getElementById(id);

export const plural = (count, one, many = one + 's') => `${count} ${count === 1 ? one : many}`;

export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Replaces a list's items, and leaves the keyboard's focus on what it was on. */
export function fill(list, ...items) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  list.replaceChildren(...items);
  if (focused !== undefined)
    [...list.querySelectorAll('[data-key]')].find(element => element.dataset.key === focused)?.focus({ preventScroll: true });
}

const segments = new Intl.Segmenter();

/** A person's own colour and first letters: the same everywhere, and no stand-in for the name beside it. */
export function avatar(name, online = true) {
  const words = name.split(' ').filter(word => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(word => [...segments.segment(word)][0]?.segment ?? '');
  const picture = el('span', { className: 'avatar', textContent: letters.join('').toUpperCase() });
  let hash = 7;
  for (const unit of name) hash = (hash * 31 + unit.codePointAt(0)) % 9973;
  picture.dataset.hue = hash % 8;
  picture.dataset.online = online;
  picture.ariaHidden = true;
  return picture;
}

export const personName = name => el('bdi', { className: 'name', title: name, textContent: name });

/** How many are in a room, as one would say it; without a connection only how many there were. */
export function occupancy(members, live) {
  const here = members.filter(member => member.online).length, away = members.length - here;
  return !live ? plural(members.length, 'member') : [here && `${here} here`, away && `${away} away`].filter(Boolean).join(', ');
}

export function roomButton(room, live, current, onclick) {
  const button = el('button', { type: 'button', className: 'room', onclick }, el('bdi', { className: 'name', title: room.name, textContent: room.name }));
  button.dataset.key = room.name;
  if (current) button.ariaCurrent = 'true';
  if (room.unread) button.append(el('span', { className: 'badge', textContent: room.unread, ariaLabel: `${room.unread} unread` }));
  else if (room.members.length) button.append(el('span', { className: 'count', textContent: occupancy(room.members, live).split(',')[0] }));
  return button;
}

export function roomCard(room, live, mine, onclick) {
  const faces = el('span', { className: 'faces' }, ...room.members.slice(0, 5).map(member => avatar(member.name, member.online || !live)));
  const last = room.last && `${room.last.from ?? 'Announcement'}: ${room.last.picture ? 'a picture' : room.last.text}`;
  const button = el('button', { type: 'button', className: 'card', onclick },
    el('bdi', { className: 'name', title: room.name, textContent: room.name }),
    el('span', { className: 'hint', textContent: room.members.length ? occupancy(room.members, live) : 'Nobody yet' }),
    ...last ? [el('bdi', { className: 'last', textContent: last })] : [],
    faces,
    el('span', { className: 'go', textContent: mine ? 'Open' : 'Enter' }));
  button.dataset.key = room.name;
  return button;
}

/** A person: here or away, as far as that is known. */
export function memberItem({ name, devices, rooms }, live, me) {
  const item = el('li', { className: !live ? 'unknown' : devices ? 'online' : 'away' }, avatar(name, devices || !live), personName(name));
  const where = !live ? name === me && 'not connected' : devices > 1 ? plural(devices, 'device') : !devices && 'away';
  const hints = [name === me && 'you', where, ...rooms].filter(Boolean);
  if (hints.length) item.append(el('span', { className: 'hint', textContent: hints.join(', ') }));
  return item;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The lines of one message: a new day first, and the name only where somebody begins to speak. */
export function messageLines(said, before, me) {
  const at = new Date(said.at), earlier = before && new Date(before.at);
  const newDay = !earlier || at.toDateString() !== earlier.toDateString();
  const goesOn = !newDay && said.from !== null && before.from === said.from && at - earlier < 5 * 60_000;
  const time = el('time', { dateTime: said.at, textContent: clock.format(at), title: at.toLocaleString() });
  const text = said.picture ? pictureText(`Picture from ${said.from}`, said.jpeg) : el('p', { className: 'text', dir: 'auto', textContent: said.text });
  const item = el('li', { className: said.from === null ? 'announcement' : said.from === me ? 'said mine' : 'said' });
  item.dataset.id = said.id;
  if (goesOn) item.classList.add('goes-on');
  if (said.from === null) {
    item.append(el('p', { className: 'head' }, 'Announcement', time), text);
  } else {
    const name = said.from === me ? el('span', { className: 'name', textContent: 'You' }) : personName(said.from);
    item.append(avatar(said.from), el('p', { className: 'head' }, name, time), text);
    if (said.from === me) item.append(icon('tick', 'Sent'));
  }
  return newDay ? [el('li', { className: 'day' }, el('span', { textContent: dayName(at) })), item] : [item];
}

const states = {
  waiting: 'Waiting for the connection',
  sending: 'Sending…',
  unsure: 'This may not have arrived.',
  failed: 'Not sent.',
};

/** The line of what is not said yet. @param actions {retry(), edit()}, for one that was refused, or is lost */
export function unsentLine({ text, jpeg, state }, why, { retry, edit }) {
  const about = el('p', { className: 'state' }, why ? `${why} ` : '', states[state]);
  if (why) {
    about.role = 'alert';
    about.append(
      el('button', { type: 'button', className: 'link', textContent: 'Try again', onclick: retry }),
      el('button', { type: 'button', className: 'link', textContent: text ? 'Edit' : 'Discard', onclick: edit }));
  }
  return el('li', { className: `said mine unsent ${why ? 'failed' : state}` },
    jpeg ? pictureText('Picture', jpeg) : el('p', { className: 'text', dir: 'auto', textContent: text }),
    icon(why ? 'alert' : 'clock'), about);
}

/** What was said, with the words in it marked. */
export function marked(text, words) {
  const at = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i').exec(text)?.index ?? -1;
  if (at < 0) return [text];
  const begin = at > 60 ? text.lastIndexOf(' ', at - 30) + 1 : 0;
  return [(begin ? '…' : '') + text.slice(begin, at), el('mark', { textContent: text.slice(at, at + words.length) }), text.slice(at + words.length)];
}

export function clockTime(at) {
  const date = new Date(at), time = clock.format(date);
  const text = date.toDateString() === new Date().toDateString() ? time : `${dayName(date)} ${time}`;
  return el('time', { dateTime: at, textContent: text, title: date.toLocaleString() });
}

/** @param label what it means; without one it says nothing that does not stand beside it */
function icon(id, label) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), use = document.createElementNS(svg.namespaceURI, 'use');
  use.setAttribute('href', `#${id}`);
  svg.setAttribute('class', 'mark');
  svg.append(use);
  if (label) [svg.role, svg.ariaLabel] = ['img', label];
  else svg.ariaHidden = true;
  return svg;
}

/** A picture that was said, now that it has come. */
export function showPicture(said) {
  const image = document.querySelector(`[data-id="${said.id}"] img`);
  if (image) show(image, said.jpeg);
}

function pictureText(alt, jpeg) {
  const image = el('img', { alt });
  if (jpeg) show(image, jpeg);
  return el('p', { className: 'text picture' }, image);
}

function show(image, jpeg) {
  image.src = URL.createObjectURL(jpeg);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
}

function dayName(date) {
  const today = new Date(), yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  return date.toDateString() === today.toDateString() ? 'Today'
    : date.toDateString() === yesterday.toDateString() ? 'Yesterday' : calendar.format(date);
}

// --- drawers: on small screens the lists come over the conversation -------------------------------------------------------------

let opener = null;

export function openDrawer(drawer, button) {
  opener = button;
  drawer.classList.add('open');
  button.ariaExpanded = 'true';
  $('shade').hidden = false;
  $('room').inert = true;
  drawer.querySelector('.close').focus();
}

export function closeDrawers() {
  document.querySelector('.drawer.open')?.classList.remove('open');
  $('shade').hidden = true;
  $('room').inert = false;
  if (opener) {
    opener.ariaExpanded = 'false';
    opener.focus();
  }
  opener = null;
}

$('open-rooms').onclick = event => openDrawer($('rooms'), event.currentTarget);
$('open-people').onclick = event => openDrawer($('people'), event.currentTarget);
$('shade').onclick = closeDrawers;
for (const button of document.querySelectorAll('.drawer .close')) button.onclick = closeDrawers;
addEventListener('keydown', event => event.key === 'Escape' && !document.querySelector('dialog[open]') && closeDrawers());
matchMedia('(min-width: 1080px)').addEventListener('change', closeDrawers);
matchMedia('(min-width: 720px)').addEventListener('change', closeDrawers);
