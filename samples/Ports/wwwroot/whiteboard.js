import { connect } from './connection.js';

const $ = id => document.getElementById(id);
const canvas = $('board'), pen = canvas.getContext('2d'), boards = new Set();
const colours = { black: '#17201e', red: '#b3261e', orange: '#d97706', green: '#0c6a5f', blue: '#1d4ed8', purple: '#9333ea' };
let board;
let strokes = [];                   // the drawing
let mine = [];                      // what this page drew since: each stroke with its number, once it has an answer
let line = null;                    // the rest of the stroke that is being drawn: it is not sent yet

$('colours').innerHTML = Object.entries(colours).map(([name, colour], i) =>
  `<input type="radio" name="colour" value="${colour}" style="--colour: ${colour}" aria-label="${name}" ${i ? '' : 'checked'}>`).join('');
const colour = () => $('colours').querySelector(':checked').value;

const connection = connect({ opened: open, event: received, status: text => $('status').textContent = text });
addEventListener('hashchange', () => { call({ action: 'leave-board', board }); open(); });
$('clear').onclick = () => call({ action: 'clear-board', board });
$('other').onsubmit = submit => {
  submit.preventDefault();
  const name = $('name').value.trim();
  if (name) location.hash = encodeURIComponent(name);
  $('name').value = '';
};

async function open() {
  board = decodeURIComponent(location.hash.slice(1)) || 'lobby';
  [strokes, mine, line] = [[], [], null];
  redraw();
  await call({ action: 'open-board', board });
  for (const name of await call({ action: 'boards' }) ?? []) boards.add(name);
  list();
}

async function call(message) {
  $('error').textContent = '';
  try {
    return await connection.call(message);
  } catch (error) {
    $('error').textContent = error.message;
  }
}

function received(message) {
  if (message.event === 'board-added') { boards.add(message.board); list(); }
  if (message.board !== board) return;
  if (message.event === 'drawn') { strokes.push(message.stroke); draw(message.stroke); }
  if (message.event === 'drawing') {
    strokes = message.strokes;
    mine = mine.filter(({ number }) => !number || number > message.number);     // the drawing has the others, or they were cleared
    redraw();
  }
}

function list() {
  $('boards').replaceChildren(...[...boards].map(name => Object.assign(document.createElement('a'),
    { href: '#' + encodeURIComponent(name), textContent: name, ariaCurrent: name === board ? 'page' : null })));
}

function draw({ colour, line }) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 8, lineCap: 'round', lineJoin: 'round' }).beginPath();
  for (let i = 0; i < line.length; i += 2) pen.lineTo(line[i], line[i + 1]);
  pen.stroke();
}

function redraw() {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  [...strokes, ...mine].forEach(draw);
}

const point = ({ offsetX, offsetY }) =>
  [offsetX * canvas.width / canvas.clientWidth, offsetY * canvas.height / canvas.clientHeight].map(Math.round);
canvas.onpointerdown = down => {
  if (!connection.isOpen || !down.isPrimary) return;
  canvas.setPointerCapture(down.pointerId);
  line = [...point(down), ...point(down)];      // a dot
};
canvas.onpointermove = move => {
  if (!line || !move.isPrimary) return;
  line.push(...point(move));
  draw({ colour: colour(), line: line.slice(-4) });
  if (line.length > 500) send();
};
canvas.onpointerup = canvas.onpointercancel = () => { send(); line = null; };
setInterval(send, 100);             // the others see a stroke while it is drawn

async function send() {
  if (!line || line.length < 4) return;
  const stroke = { colour: colour(), line };
  line = line.slice(-2);
  mine.push(stroke);
  draw(stroke);
  stroke.number = await call({ action: 'draw', board, stroke: { ...stroke } });
  if (stroke.number) return;
  mine = mine.filter(other => other !== stroke);        // it was refused
  redraw();
}
