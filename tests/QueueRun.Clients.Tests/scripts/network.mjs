// Bad networks. Everything that is lost here is lost between a real client and a real server.

export async function run({ connect, socket, options, check, same, fails, until, status, wait, steer, ask }) {
  const signIn = { authenticate: () => ({ name: "ann" }) };

  await breaks();
  await refuses();
  await fallsSilent();
  await isClosed();
  await signsIn();
  await waitsInBounds();

  /** 1,000 calls are pending at a break: each rejects once, and none is sent again. */
  async function breaks() {
    await steer("forget");
    const chat = connect(socket, { ...options, ...signIn });
    await chat.ready;
    const running = Array.from({ length: 10 }, () => fails(chat.call.wait(), "closed"));
    await until(async () => await ask("running") === "10", "ten calls run");
    const ends = [];
    const notes = Array.from({ length: 990 }, (_, id) => chat.call.note({ id }).then(() => ends.push(id), error => ends.push(error.message)));
    const broken = status(chat, ({ state }) => state === "waiting");
    await steer("cut");
    const { until: at, reason } = await broken;
    check(at instanceof Date && reason === "connection lost", "it says why, and until when");
    const late = chat.call.note({ id: 5000 });                  // waits for the next connection
    await Promise.all(running);
    await Promise.all(notes);
    same(ends.length, 990, "ends");
    await late;
    const arrived = new Map((await ask("notes")).split(",").map(note => note.split(":").map(Number)));
    same(arrived.get(5000), 1);
    for (const [id, count] of arrived) same(count, 1, `note ${id}`);
    for (const end of ends) if (typeof end === "number") same(arrived.get(end), 1, `answered note ${end}`);
    await until(async () => await ask("running") === "0", "the server has cancelled them");
    chat.close();
  }

  /** The server is away, and comes back. */
  async function refuses() {
    await steer("refuse");
    const chat = connect(socket, { ...options, ...signIn });
    const states = [];
    chat.onstatus = ({ state }) => states.push(state);
    await until(() => states.length >= 4, "it tries again");
    same(states.slice(0, 4), ["connecting", "waiting", "connecting", "waiting"]);
    await until(() => chat.status.reason === "no connection", "it says why");
    await steer("pass");
    await chat.ready;
    same(await chat.call.me(), "ann");
    chat.close();
  }

  /** Packets are lost in silence: a ping that is not answered finds it. */
  async function fallsSilent() {
    const chat = connect(socket, { ...options, ...signIn, silence: 150 });
    await chat.ready;
    await wait(500);                                            // pings are answered
    same(chat.status.state, "open");
    const lost = status(chat, ({ state }) => state === "waiting");
    await steer("lose");
    const call = fails(chat.call.me(), "closed");
    await lost;
    same(chat.status.reason, "no answer");
    await call;
    await steer("cut");
    await steer("pass");
    await chat.ready;
    chat.close();
  }

  /** What the server's close codes mean. */
  async function isClosed() {
    for (const [code, reason] of [[1000, "bye"], [4001, "signed out"], [1008, "not authenticated"]]) {
      const chat = connect(socket, { ...options, ...signIn });
      await chat.ready;
      const closed = status(chat, ({ state }) => state === "closed");
      const waiting = fails(chat.call.wait(), "closed");
      chat.send.end({ code, reason });
      same(await closed, { state: "closed", reason, code });
      await waiting;
      await fails(chat.ready, reason);
    }
    for (const [code, longest] of [[1001, 5000], [1012, 5000], [1011, 500]]) {
      const chat = connect(socket, { ...options, ...signIn });
      await chat.ready;
      const waiting = status(chat, ({ state }) => state === "waiting");
      chat.send.end({ code, reason: "later" });
      const { until: at, reason, code: seen } = await waiting;
      same([seen, reason], [code, "later"]);
      check(at - Date.now() <= longest, `after ${code} it waits ${at - Date.now()} ms`);
      chat.close();
    }
  }

  /** Sign-ins that are refused, and that expire. */
  async function signsIn() {
    for (const [name, reason] of [["nobody", "not authenticated"], ["unknown", "no such user"]]) {
      let asked = 0;
      const chat = connect(socket, { ...options, authenticate: () => { asked++; return { name }; } });
      const call = fails(chat.call.me(), "closed");
      await fails(chat.ready, reason);
      same(chat.status.state, "closed");
      await call;
      same(asked, 1, "times asked");
    }

    const cookie = connect(`${socket}?as=bob`, { ...options, authenticate: () => null });     // the request itself has signed in
    same(await cookie.call.me(), "bob");
    cookie.close();

    let failed = 0;
    const late = connect(socket, { ...options, authenticate: async () => { if (failed++ < 2) throw new Error("no token yet"); return { name: "ann" }; } });
    const { reason } = await status(late, ({ state }) => state === "waiting");
    same(reason, "no token yet");
    same(await late.call.me(), "ann");
    same(failed, 3, "times asked");
    late.close();

    // A connection that expires at once would expire again.
    const expired = connect(socket, { ...options, ...signIn });
    await expired.ready;
    const closed = status(expired, ({ state }) => state === "closed");
    await steer("expire");
    same(await closed, { state: "closed", reason: "expired", code: 1008 });
  }

  async function waitsInBounds() {
    await steer("refuse");
    const chat = connect(socket, { ...options, ...signIn, maxWaiting: 2 });
    const first = fails(chat.call.me({ timeout: 30 }), "timed out"), second = chat.call.me();
    await fails(chat.call.me(), "too many waiting");
    let thrown;
    try { chat.send.text("x"); } catch (error) { thrown = error; }
    same(thrown?.message, "too many waiting");
    await first;
    await steer("pass");
    same(await second, "ann");
    chat.close();
  }
}
