// 500 clients, and a server that goes: they come back spread over five seconds.

export async function run({ connect, socket, options, check, same, status, steer }) {
  const clients = Array.from({ length: 500 }, (_, i) => connect(`${socket}?as=u${i}`, { ...options, authenticate: () => null }));
  await Promise.all(clients.map(client => client.ready));
  // Each client's delay, from when it received the close: on a slow machine the first are back before the last have received it.
  const delays = [];
  const waiting = Promise.all(clients.map(client => status(client, ({ state, until: at }) => state === "waiting" && delays.push(at - Date.now()))));
  await steer("drain");
  await waiting;
  const spread = [0, 1, 2, 3, 4].map(second => delays.filter(delay => delay > second * 1000 && delay <= second * 1000 + 1000).length);
  check(Math.max(...delays) <= 5000 && spread.every(count => count > 50), `the spread is ${spread}`);
  console.log(`spread by second: ${spread}`);
  await Promise.all(clients.map(client => client.ready));
  same(await clients[7].call.me(), "u7");
  for (const client of clients) client.close();
}
