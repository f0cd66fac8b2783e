// npm's ws. node ws.mjs URL [ORIGIN]
import { WebSocket } from "ws";
import { converse } from "./run.mjs";

const [url, origin] = process.argv.slice(2);
converse(new WebSocket(url, { origin }), "ws");
