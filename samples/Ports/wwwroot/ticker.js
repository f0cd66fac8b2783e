import { connect } from './sockets.js';

const $ = id => document.getElementById(id);
const history = new Map();          // symbol → its prices since the page watches
const ports = connect('socket');
let isMarketOpen = false;
let watching = null;                // ends the stream of the prices

ports.onstatus = ({ state }) => state === 'open' ? watch() : show();
$('market').onclick = () => change(isMarketOpen ? ports.call.closeMarket : ports.call.openMarket);
$('watch').onclick = () => watching ? watching.abort() : watch();

async function watch() {
  history.clear();
  const stop = watching = new AbortController();
  show();
  try {
    for await (const tick of ports.stream.watchMarket({ signal: stop.signal })) take(tick);
  } catch (error) {
    if (error.message !== 'closed' && !stop.signal.aborted) $('error').textContent = error.message;
  }
  if (watching === stop) watching = null;
  show();
}

async function change(call) {
  $('error').textContent = '';
  try {
    await call();
  } catch (error) {
    $('error').textContent = error.message;
  }
}

function take({ open, stocks }) {
  isMarketOpen = open;
  for (const { symbol, price } of stocks) history.set(symbol, [...history.get(symbol) ?? [], price].slice(-120));
  show();
}

function show() {
  const { state } = ports.status;
  const trouble = { connecting: 'Connecting…', waiting: 'No connection: trying again…' }[state];
  $('state').textContent = trouble ?? (!watching ? 'Not watching' : isMarketOpen ? 'The market is open' : 'The market is closed');
  $('state').className = watching && isMarketOpen ? 'open' : '';
  $('market').textContent = isMarketOpen ? 'Close the market' : 'Open the market';
  $('market').disabled = !watching;
  $('watch').textContent = watching ? 'Stop watching' : 'Watch';
  $('watch').disabled = state !== 'open';
  $('stocks').innerHTML = [...history].map(row).join('');
}

function row([symbol, prices]) {
  const price = prices.at(-1), change = (price / prices[0] - 1) * 100;
  const low = Math.min(...prices), high = Math.max(...prices);
  const points = prices.map((p, i) => [i / Math.max(prices.length - 1, 1) * 100, 30 - (p - low) / (high - low || 1) * 28]);
  const direction = change < 0 ? 'down' : 'up';
  return `<tr><th scope="row">${symbol}</th><td>${price.toFixed(2)}</td>
    <td class="${direction}">${change < 0 ? '▼' : change > 0 ? '▲' : ''} ${Math.abs(change).toFixed(2)} %</td>
    <td class="chart ${direction}">
      <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(' ')}"/></svg>
    </td></tr>`;
}
