// The summary of the room on show: a bar while the server works at it, then a card with what it says.

import { $ } from './view.js';

const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const isUnderWay = summary => summary !== null && !('text' in summary);

/** @param summary null, or what is known of it: {} when it was just asked for, then { percent }, at last { text, from, to } */
export function showSummary(summary) {
  const underWay = isUnderWay(summary), bar = $('summary-bar');
  if (summary?.percent === undefined) bar.removeAttribute('value');
  else bar.value = summary.percent;
  $('summary-percent').textContent = bar.position < 0 ? '' : `${bar.value} %`;
  $('summary-progress').hidden = !underWay;

  const done = summary !== null && !underWay;
  $('summary-text').textContent = done ? summary.text : '';
  $('summary-times').textContent = done && summary.from ? times.formatRange(new Date(summary.from), new Date(summary.to)) : '';
  $('summary-card').hidden = !done;
}

/** @param close is called when the reader has done with the card */
export function setUpSummary(close) {
  $('close-summary').onclick = () => {
    close();
    $('summarise').focus();
  };
}
