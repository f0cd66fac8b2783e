// The WebSocket that is built into Node.js, which is undici's. node node.mjs URL
import { converse } from "./run.mjs";

converse(new WebSocket(process.argv[2]), `node ${process.versions.node}, undici ${process.versions.undici}`);
