import { connect } from './connection.js';

const $ = id => document.getElementById(id);
const history = new Map();          // symbol → its prices since the page watches
let isMarketOpen = false;
let watching = null;                // the call that streams the prices
let connection = null;

connection = connect({ opened: watch, status: show });
$('market').onclick = () => change(isMarketOpen ? 'close-market' : 'open-market');
$('watch').onclick = () => watching ? watching.cancel() : watch();

async function watch() {
  history.clear();
  const call = watching = connection.call({ action: 'watch-market' }, tick);
  show();
  try {
    await call;
  } catch (error) {
    if (error.message !== 'cancelled') $('error').textContent = error.message;
  }
  if (watching === call) watching = null;
  show();
}

async function change(action) {
  $('error').textContent = '';
  try {
    await connection.call({ action });
  } catch (error) {
    $('error').textContent = error.message;
  }
}

function tick({ open, stocks }) {
  isMarketOpen = open;
  for (const { symbol, price } of stocks) history.set(symbol, [...history.get(symbol) ?? [], price].slice(-120));
  show();
}

function show(trouble = '') {
  $('state').textContent = trouble || (!watching ? 'Not watching' : isMarketOpen ? 'The market is open' : 'The market is closed');
  $('state').className = watching && isMarketOpen ? 'open' : '';
  $('market').textContent = isMarketOpen ? 'Close the market' : 'Open the market';
  $('market').disabled = !watching;
  $('watch').textContent = watching ? 'Stop watching' : 'Watch';
  $('watch').disabled = !connection?.isOpen;
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
