import { connect } from './sockets.js';

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

const ports = connect('socket');
ports.on('board-added', ({ board }) => { boards.add(board); list(); });
ports.on('drawn', message => {
  if (message.board !== board) return;
  strokes.push(message.stroke);
  draw(message.stroke);
});
ports.on('drawing', message => {
  if (message.board !== board) return;
  strokes = message.strokes;
  mine = mine.filter(({ number }) => !number || number > message.number);     // the drawing has the others, or they were cleared
  redraw();
});
ports.onstatus = ({ state }) => {
  $('status').textContent = { connecting: 'Connecting…', waiting: 'No connection: trying again…' }[state] ?? '';
  if (state === 'open') open();
};
addEventListener('hashchange', () => { result(ports.call.leaveBoard({ board })); open(); });
$('clear').onclick = () => result(ports.call.clearBoard({ board }));
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
  await result(ports.call.openBoard({ board }));
  for (const name of await result(ports.call.boards()) ?? []) boards.add(name);
  list();
}

/** The answer; an error is shown, and undefined. */
async function result(answer) {
  $('error').textContent = '';
  try {
    return await answer;
  } catch (error) {
    $('error').textContent = error.message;
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
  if (ports.status.state !== 'open' || !down.isPrimary) return;
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
  if (!line || line.length < 4 || ports.status.state !== 'open') return;
  const stroke = { colour: colour(), line };
  line = line.slice(-2);
  mine.push(stroke);
  draw(stroke);
  stroke.number = await result(ports.call.draw({ board, stroke: { ...stroke } }));
  if (stroke.number) return;
  mine = mine.filter(other => other !== stroke);        // it was refused
  redraw();
}
