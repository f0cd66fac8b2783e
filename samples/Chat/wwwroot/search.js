// The search in one's rooms, while one types: each key cancels the search that is under way, and a short rest begins the next one.

import { $, clockTime, el, marked, plural } from './view.js';

const rest = 200;
const mostHits = 50;            // of the server

let timer = null;
let running = null;             // an AbortController, while a search is under way
let page;

/** @param wanted {search(words, signal), open(said)} */
export function setUpSearch(wanted) {
  page = wanted;
  $('search').oninput = search;
  $('search').onkeydown = event => {
    if (event.key !== 'Escape' || !$('search').value) return;
    event.stopPropagation();    // it closes nothing else
    event.preventDefault();
    clearSearch();
  };
}

/** Searches for what stands in the field: also when the connection is back. */
export function search() {
  const words = $('search').value.trim();
  clearTimeout(timer);
  running?.abort();
  running = null;
  $('found').hidden = !words;
  $('house').hidden = words !== '';
  if (!words) return showOnly('');
  $('found-status').textContent = 'Searching…';
  timer = setTimeout(() => run(words), rest);
}

export function clearSearch() {
  $('search').value = '';
  search();
}

async function run(words) {
  const { signal } = running = new AbortController();
  let found = 0;
  try {
    for await (const said of page.search(words, signal)) {
      if (!found++) $('hits').replaceChildren();        // those of the search before stay until then
      $('hits').append(hit(said, words));
    }
    const count = found === mostHits ? `The first ${found} messages` : plural(found, 'message');
    if (found) $('found-status').textContent = count;
    else showOnly(`Nothing found for “${words}” in your rooms.`);
  } catch (error) {
    if (!signal.aborted) showOnly(error.lost ? 'The search waits for the connection.' : error.message);
  }
}

function showOnly(status) {
  $('hits').replaceChildren();
  $('found-status').textContent = status;
}

function hit(said, words) {
  const button = el('button', { type: 'button', className: 'hit', onclick: () => page.open(said) },
    el('span', { className: 'head' }, el('bdi', { className: 'name', textContent: said.from ?? 'Announcement' }), clockTime(said.at)),
    el('bdi', { className: 'small', textContent: said.room }),
    el('span', { className: 'excerpt', dir: 'auto' }, ...marked(said.text, words)));
  button.dataset.key = said.id;
  return el('li', {}, button);
}
