#!/usr/bin/env bash
# Tornado 6.2's WebSocket client, with compression on, breaks permessage-deflate where client_no_context_takeover was agreed on: the second
# message is one that no server can inflate.
#
# RFC 7692, 7.1.1.2: a client that got client_no_context_takeover in the answer must begin each message with an empty window. Tornado looks
# for the parameter, and has the code for it, but never finds it: its parser of the header drops parameters that have no value
# (httputil._parse_header keeps only "name=value"). So it goes on with its window; the server, which does not, meets references to what it
# has forgotten. The other way round nobody notices: server_no_context_takeover is lost too, and a window that is kept for nothing does no
# harm.
#
# Packages: Debian 12's python3-tornado 6.2.0-3+deb12u4; npm's ws 8.23.0 as the server. Also needed: /usr/bin/python3, node, npm.
# Seen on 2026-11-29:
#   agreed: permessage-deflate; server_no_context_takeover; client_no_context_takeover
#   client heard "hello hello hello 0"
#   server: invalid distance too far back
#   client heard nothing, closed 1007
#   without client_no_context_takeover: all three
# Ends with 0 when that is seen, 1 when something else is, 2 when a package cannot be had.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ws@8.23.0 || exit 2
apt-get download -q python3-tornado=6.2.0-3+deb12u4 > apt.log 2>&1 && dpkg-deb -x python3-tornado_*.deb tornado || { cat apt.log; exit 2; }

cat > server.js << 'END'
const { WebSocketServer } = require("ws");
const forgets = process.argv[2] === "forgets";
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: { clientNoContextTakeover: forgets, serverNoContextTakeover: forgets, threshold: 0 } });
server.on("listening", () => require("fs").writeFileSync("port", `${server.address().port}\n`));
server.on("headers", headers => forgets && console.log("agreed:", headers.find(line => line.startsWith("Sec-WebSocket-Extensions")).slice(26)));
server.on("connection", socket => {
    socket.on("message", message => socket.send(message.toString()));
    socket.on("error", error => console.log("server:", error.message));
    socket.on("close", () => process.exit());
});
END
cat > client.py << 'END'
import asyncio, sys
from tornado.websocket import websocket_connect

async def main():
    socket = await websocket_connect(f"ws://127.0.0.1:{open('port').read().strip()}/", compression_options={})
    heard = 0
    for i in range(3):
        await socket.write_message(f"hello hello hello {i}")
        message = await socket.read_message()
        if message is None:
            print(f"client heard nothing, closed {socket.close_code}")
            return
        heard += 1
        if sys.argv[1] == "forgets":
            print(f'client heard "{message}"')
    print("without client_no_context_takeover: all three" if heard == 3 else "?")
    socket.close()

asyncio.run(main())
END

for mode in forgets remembers; do
  rm -f port
  node server.js "$mode" > server.txt &
  for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
  PYTHONPATH=tornado/usr/lib/python3/dist-packages /usr/bin/python3 client.py "$mode" > client.txt
  wait $!
  grep agreed server.txt || true
  grep 'client heard "' client.txt || true
  grep server: server.txt || true
  grep -v 'client heard "' client.txt || true
done | tee seen.txt
diff seen.txt - << 'END' || { echo "Something else than what was seen before."; exit 1; }
agreed: permessage-deflate; server_no_context_takeover; client_no_context_takeover
client heard "hello hello hello 0"
server: invalid distance too far back
client heard nothing, closed 1007
without client_no_context_takeover: all three
END
