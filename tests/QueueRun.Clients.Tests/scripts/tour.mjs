// All that a client can do, on a good network.

export async function run({ connect, SocketError, Spice, socket, options, check, same, fails, until, ask }) {
  let asked = 0;
  const chat = connect(socket, { ...options, authenticate: async () => { asked++; return { name: "ann" }; } });
  const early = chat.call.me();                                  // waits for the connection
  same(chat.status.state, "connecting", "state");
  await chat.ready;
  same(await early, "ann");
  same(asked, 1, "times asked");

  same(await chat.call.price({ dish: "soup", count: 2, spice: Spice.Hot }), { amount: 9, id: 7, day: "2026-01-31", signature: "AQID" });
  same(await chat.call.price({ dish: "nothing" }), null);
  const error = await fails(chat.call.fail(), "it failed");
  check(error instanceof SocketError && error instanceof Error && error.name === "SocketError", "it is a SocketError");
  const many = await Promise.all(Array.from({ length: 500 }, (_, i) => chat.call.price({ dish: "soup", count: i })));
  same(many.map(price => price.amount), Array.from({ length: 500 }, (_, i) => 4.5 * i));

  // Messages.
  const said = [], others = [];
  const stop = chat.on("said", message => said.push(message));
  const stopOthers = chat.on("*", message => others.push(message));
  await chat.call.enter({ room: "lobby" });
  chat.send.say({ room: "lobby", text: "hi 🙂" });
  await until(() => said.length === 1, "said arrives");
  same(said[0], { event: "said", room: "lobby", from: "ann", text: "hi 🙂", inReplyTo: null });
  same(others, [], "others");
  chat.send.text("plain");
  await until(() => others.length === 1, "text arrives");
  same(others[0], "plain");
  chat.send.bytes(new Uint8Array([1, 2, 3]));
  await until(() => others.length === 2, "bytes arrive");
  same([...new Uint8Array(others[1])], [3, 2, 1]);
  chat.send.other([1, 2]);
  await until(() => others.length === 3, "an array arrives");
  same(others[2], [1, 2]);
  stop();
  await chat.call.say({ room: "lobby", text: "again" });
  await chat.call.me();
  same(said.length, 1, "number of messages after the end");
  stopOthers();

  // Calls that look like pings and cancels are calls.
  same(Object.keys(await chat.call.other({})).sort(), ["#", "tracestate"], "an empty call");
  check((await chat.call.other({ cancel: true })).cancel, "it is no cancel");
  same((await chat.call.other({ text: "x" })).text, "x");

  // Streams.
  const counted = [];
  for await (const i of chat.stream.count({ to: 1000 })) counted.push(i);
  same(counted.length, 1000);
  same(counted.at(-1), 1000);
  const again = chat.stream.count({ to: 2 });
  for (let round = 0; round < 2; round++) {
    const items = [];
    for await (const i of again) items.push(i);
    same(items, [1, 2]);
  }
  for await (const i of chat.stream.forever()) if (i === 3) break;
  await until(async () => await ask("running") === "0", "the stream is cancelled");
  const iterator = chat.stream.forever()[Symbol.asyncIterator]();
  await iterator.next();
  const pending = Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
  await iterator.return();
  const last = await pending;
  check(last.at(-1).done, "a pending item settles when the stream is left");
  await until(async () => await ask("running") === "0", "the stream is left");

  // Cancelled, and timed out: in the server too.
  const abort = new AbortController();
  const waiting = chat.call.wait({ signal: abort.signal });
  await until(async () => await ask("running") === "1", "it runs");
  abort.abort();
  same((await waiting.catch(error => error)).name, "AbortError");
  await until(async () => await ask("running") === "0", "the call is cancelled");
  same((await chat.call.wait({ signal: abort.signal }).catch(error => error)).name, "AbortError");
  await fails(chat.call.wait({ timeout: 30 }), "timed out");
  await until(async () => await ask("running") === "0", "the call that timed out is cancelled");
  await fails((async () => { for await (const _ of chat.stream.count({ to: 1 }, { signal: AbortSignal.abort(new Error("mine")) })); })(), "mine");

  // The end.
  const unanswered = chat.call.wait();
  let seen;
  chat.onstatus = status => { seen = status; };
  same(seen.state, "open", "the status is told at once");
  chat.close();
  await fails(unanswered, "closed");
  same(seen, { state: "closed", reason: "closed" });
  await fails(chat.call.me(), "closed");
  await fails(chat.ready, "closed");
  let thrown;
  try { chat.send.text("late"); } catch (error) { thrown = error; }
  same(thrown?.message, "closed");
  chat.close();
}
