// Runs a scenario in a runtime without a page: run.mjs <scenario> <client> <address of the WebSocket> <address that steers> [a module with a WebSocket]
import process from "node:process";
import { toolbox } from "./toolbox.mjs";

const [scenario, client, socket, control, webSocket] = process.argv.slice(2);
const module = await import(client);
const options = webSocket ? { WebSocket: (await import(webSocket)).WebSocket } : {};
const { run } = await import(`./${scenario}.mjs`);
await run({ ...module, ...toolbox(control), socket, options });
console.log(`${scenario} is done`);                             // and the process ends by itself, if no timer and no connection is left
