// 10,000 reconnects, without a network: memory stays flat, no timer is left, nothing is sent twice. And what depends on time, with time of its own.

export async function run({ connect, check, same, fails }) {
  const time = takeTime();
  const sockets = [];
  class Fake {
    readyState = 0;
    sent = [];
    constructor() { sockets.push(this); }
    send(data) { this.sent.push(data); }
    close() { this.readyState = 3; }
    open() { this.readyState = 1; this.onopen?.({}); }
    receive(data) { this.onmessage?.({ data: JSON.stringify(data) }); }
    end(code = 1006, reason = "") { this.readyState = 3; this.onclose?.({ code, reason }); }
  }
  const tick = async () => { for (let i = 0; i < 5; i++) await null; };
  const options = { WebSocket: Fake, authenticate: () => null };
  const newest = () => sockets.at(-1);

  await delays();
  await reconnects();
  await expires();
  await pings();
  same(time.timers(), 0, "timers at the end");

  /** Full jitter, from half a second to thirty; and anew after a good connection. */
  async function delays() {
    const random = Math.random;
    Math.random = () => 1;
    const chat = connect("ws://x/", options);
    await tick();
    const seen = [];
    for (let i = 0; i < 9; i++) {
      newest().end();
      seen.push(time.next());
      await time.pass(time.next());
      await tick();
    }
    same(seen, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000], "delays");
    newest().open();
    newest().end();
    same(time.next(), 30000, "delay after a bad connection");
    await time.pass(30000);
    await tick();
    newest().open();
    await time.pass(5001);
    newest().end();
    same(time.next(), 500, "delay after a good connection");
    await time.pass(500);
    await tick();
    same(time.next(), 10000, "time for the connection to open");
    await time.pass(10000);
    same(chat.status.reason, "no answer");
    chat.close();
    Math.random = () => 0;
    const eager = connect("ws://x/", options);
    await tick();
    newest().end();
    same(time.next(), 0, "least delay");
    const before = sockets.length;
    eager.retry();
    await tick();
    same(eager.status.state, "connecting", "state after retry()");
    eager.retry();
    await tick();
    same(sockets.length, before + 1, "attempts: a second retry() changes nothing");
    eager.close();
    Math.random = random;
  }

  async function reconnects() {
    Math.random = () => 0;
    const chat = connect("ws://x/", options);
    let said = 0, sent = 0;
    chat.on("said", () => said++);
    let before = 0;
    for (let i = 0; i < 10_000; i++) {
      await tick();
      const call = chat.call.me();                              // waits
      newest().open();
      const { "#": reference } = JSON.parse(newest().sent[0]);
      newest().receive({ "#": reference, result: "ann" });
      same(await call, "ann");
      const lost = chat.call.me();
      newest().receive({ event: "said" });
      sent += newest().sent.length;
      newest().end();
      await fails(lost, "closed");
      check(time.timers() === 1, `${time.timers()} timers wait`);
      await time.pass(0);
      if (i === 2000) before = memory();
      sockets.splice(0, sockets.length - 1);
    }
    same([said, sent], [10_000, 20_000]);
    const grown = memory() - before;
    check(grown < 300_000, `memory grows by ${grown} bytes`);
    console.log(`memory after 8,000 more reconnects: ${grown} bytes`);
    chat.close();
  }

  /** A sign-in that expires is renewed at once, if the connection was a good one. */
  async function expires() {
    let asked = 0;
    const chat = connect("ws://x/", { ...options, authenticate: () => { asked++; return { name: "ann" }; } });
    const enter = async () => {
      await tick();
      newest().open();
      newest().receive({ "#": JSON.parse(newest().sent[0])["#"], result: null });
      same(chat.status.state, "open");
    };
    await enter();
    await time.pass(6000);
    newest().end(1008, "expired");
    same([chat.status.state, time.next()], ["waiting", 0]);
    await time.pass(0);
    await enter();
    same(asked, 2, "times asked");
    newest().end(1008, "expired");
    same(chat.status.state, "closed");

    const without = connect("ws://x/", { WebSocket: Fake });
    await tick();
    newest().open();
    await time.pass(6000);
    newest().end(1008, "expired");
    same(without.status.state, "closed");
  }

  async function pings() {
    Math.random = () => 0.5;
    const chat = connect("ws://x/", options);
    await tick();
    newest().open();
    await time.pass(20_000);
    newest().receive({ event: "said" });
    await time.pass(24_999);
    same(newest().sent, [], "sent before the silence is over");
    await time.pass(1);
    same(newest().sent, ['{"#":0}']);
    newest().receive({ "#": 0, result: null });
    await time.pass(24_000);
    same(newest().sent.length, 1);
    await time.pass(1_000);
    same(newest().sent.length, 2);
    await time.pass(9_999);
    same(chat.status.state, "open");
    const socket = newest();
    await time.pass(1);
    same(chat.status.reason, "no answer");
    socket.receive({ event: "said" });                          // of a connection that was given up
    chat.close();
  }

  function memory() {
    globalThis.gc();
    globalThis.gc();
    return process.memoryUsage().heapUsed;
  }
}

/** From now on time passes when it is told to. */
function takeTime() {
  let now = 1_000, last = 0;
  const timers = new Map();
  performance.now = () => now;
  globalThis.setTimeout = (callback, delay) => { timers.set(++last, { callback, at: now + Math.max(delay, 0) }); return last; };
  globalThis.clearTimeout = id => { timers.delete(id); };
  const first = () => [...timers].sort((one, other) => one[1].at - other[1].at)[0];
  return {
    timers: () => timers.size,
    next: () => Math.round((first()?.[1].at ?? Infinity) - now),
    async pass(milliseconds) {
      const end = now + milliseconds;
      for (let next; (next = first()) && next[1].at <= end;) {
        timers.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].callback();
        await null;
      }
      now = end;
    },
  };
}
