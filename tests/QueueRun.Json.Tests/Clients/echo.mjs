// Sends values with the written client, and writes down what comes back: echo.mjs <client> <address> <file with calls> <file for the outcomes>.
// A call: {"handler", "message": JSON or nothing, "event": the name of the message that it makes the server send, or nothing}.
// An outcome: {"sent", "answer" or "error", "told": that message}, all of it JSON.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const [client, address, file, outcomes] = process.argv.slice(2);
const { connect } = await import(client);
const socket = connect(address, { timeout: 60_000 });
await socket.ready;

async function make({ handler, message, event }) {
  const outcome = {};
  const stop = event && socket.on(event, told => { outcome.told = JSON.stringify(told); });
  const call = socket.call[handler];
  try {
    const value = message === undefined ? undefined : JSON.parse(message);
    outcome.sent = JSON.stringify(value);
    outcome.answer = JSON.stringify(await (message === undefined ? call() : call(value)));
  } catch (error) {
    outcome.error = error.message;
  }
  stop?.();
  return outcome;
}

const calls = JSON.parse(readFileSync(file, "utf8")), made = [];
for (let i = 0; i < calls.length;) {
  let end = i + 1;                                              // calls without a message of their own need not wait for each other
  while (!calls[i].event && end < calls.length && end < i + 100 && !calls[end].event) end++;
  made.push(...await Promise.all(calls.slice(i, end).map(make)));
  i = end;
}
socket.close();
writeFileSync(outcomes, JSON.stringify(made));
