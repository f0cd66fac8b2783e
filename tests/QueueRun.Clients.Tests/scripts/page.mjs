// What only a page has: it goes offline and online, and is hidden and shown.

export async function run({ connect, socket, check, same, fails, until, status, steer, ask }) {
  const chat = connect(socket, { authenticate: () => ({ name: "ann" }) });
  await chat.ready;
  same(await chat.call.me(), "ann");

  // Online: at once, whatever it still has to wait.
  Math.random = () => 1;
  for (const event of [() => dispatchEvent(new Event("online")), () => document.dispatchEvent(new Event("visibilitychange"))]) {
    const lost = status(chat, ({ state }) => state === "waiting");
    await steer("refuse");
    await lost;
    await status(chat, ({ state }) => state === "waiting");
    await status(chat, ({ state }) => state === "waiting");     // by now it waits two seconds and longer
    await steer("pass");
    const { until: at } = chat.status;
    dispatchEvent(new Event("offline"));
    same(chat.status.state, "waiting", "state while offline");
    event();
    same(chat.status.state, "connecting");
    await chat.ready;
    check(Date.now() < at, "it did not wait");
  }

  // Shown, over a connection that has died meanwhile: a ping finds it, and need not wait for the silence.
  await steer("lose");
  const slow = status(chat, ({ state }) => state === "waiting");
  const since = Date.now();
  document.dispatchEvent(new Event("visibilitychange"));
  await slow;
  same(chat.status.reason, "no answer");
  check(Date.now() - since < 15_000, "it is found soon");
  await steer("cut");
  await steer("pass");
  dispatchEvent(new Event("online"));
  await chat.ready;
  chat.close();
  await fails(chat.call.me(), "closed");
  check(until && ask, "the toolbox is whole");
}
