import { connect, SocketError, Spice, type Said, type SocketStatus } from "./written.js";
import * as js from "./script.js";
const chat = connect("/socket", { authenticate: () => ({ name: "ann" }) });
const stop: () => void = chat.on("said", m => { const s: Said = m; const e: "said" = m.event; void s; void e; });
chat.on("*", m => { const u: unknown = m; void u; });
chat.send.say({ room: "a", text: "b" });
chat.send.enter({ room: "a" });
const price = await chat.call.price({ dish: "soup", day: "2026-01-01", spice: Spice.Hot });
const n: number | undefined = price?.amount;
for await (const tick of chat.stream.ticks({ items: [{ name: "X" }] })) { const side: "Buy" | "Sell" = tick.side; void side; break; }
await chat.call.ping2({ timeout: 5 });
chat.onstatus = ({ state, until, reason }: SocketStatus) => { void state; void until; void reason; };
await chat.ready; chat.close(); stop(); void n; void SocketError;
// @ts-expect-error
chat.send.say({ room: "a" });
// @ts-expect-error
connect("/socket");
// @ts-expect-error
chat.on("unknown", () => {});
// @ts-expect-error
await chat.call.price({ dish: "soup", day: "2026-01-01", spice: 7 });
const other = js.connect("/socket", { authenticate: async () => null });
await other.call.price({ dish: "soup", day: "2026-01-01", spice: js.Spice.Mild });
