#!/usr/bin/env bash
# Apache 2.4.71 ends a silent WebSocket after the longer of two limits: "Timeout", which is the client's side's, and "ProxyTimeout" (or the
# "timeout=" of ProxyPass), which is the server's. Any other request ends with the latter alone, however long the former is.
#
# So a short "ProxyTimeout" for an application that hangs does not reach its WebSockets, and a long "Timeout" (Debian sets 300) hides it.
#
# Packages: Debian 12's apache2-bin 2.4.71-1~deb12u1 with libapr1, libaprutil1; npm's ws 8.23.0, server and client. Also needed: node, npm.
# Seen on 2026-11-29:
#   request, ProxyTimeout 2, Timeout 5: 502 after 2 s
#   WebSocket, ProxyTimeout 2, Timeout 5: closed after 5 s
#   WebSocket, timeout=2, Timeout 5: closed after 5 s
#   WebSocket, ProxyTimeout 5, Timeout 2: closed after 5 s
#   WebSocket, timeout=5, Timeout 2: closed after 5 s
# Ends with 0 when that is seen, 1 when something else is, 2 when a package cannot be had.
set -euo pipefail
folder=$(mktemp -d)
apache= server=
trap 'kill $apache $server 2> /dev/null || true; sleep 1; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ws@8.23.0 || exit 2
apt-get download -q apache2-bin=2.4.71-1~deb12u1 libapr1 libaprutil1 > apt.log 2>&1 || { cat apt.log; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" root; done

# A server that answers no request, and says nothing on a WebSocket.
cat > server.js << 'END'
const http = require("http"), { WebSocketServer } = require("ws");
const server = http.createServer(() => { });
new WebSocketServer({ server });
server.listen(0, "127.0.0.1", () => require("fs").writeFileSync("port", `${server.address().port}\n`));
END
cat > client.js << 'END'
const http = require("http"), { WebSocket } = require("ws"), [kind, port] = process.argv.slice(2);
const start = Date.now(), end = what => { console.log(`${what} after ${Math.round((Date.now() - start) / 1000)} s`); process.exit(); };
setTimeout(() => end("nothing"), 9000);
if (kind === "request") http.get(`http://127.0.0.1:${port}/`, answer => end(answer.statusCode));
else new WebSocket(`ws://127.0.0.1:${port}/`).on("close", () => end("closed")).on("error", error => end(error.message));
END
node server.js &
server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done

port=25811
try() { # kind, what it is called, settings, parameters of ProxyPass
  port=$((port + 1))
  cat > apache.conf << END
ServerRoot $folder/root/usr/lib/apache2
ServerName localhost
PidFile $folder/$port.pid
ErrorLog $folder/$port.log
Mutex file:$folder default
DefaultRuntimeDir $folder
Listen 127.0.0.1:$port
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
User nobody
$3
ProxyPass / http://127.0.0.1:$(cat port)/ upgrade=websocket $4
END
  LD_LIBRARY_PATH=root/usr/lib/x86_64-linux-gnu root/usr/sbin/apache2 -DFOREGROUND -f "$folder/apache.conf" 2> "$port.txt" &
  apache=$!
  for _ in $(seq 100); do (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break; sleep 0.1; done
  echo "$1, $2: $(node client.js "$1" "$port")"
  kill "$apache"
  wait "$apache" || true
}
{
  try request "ProxyTimeout 2, Timeout 5" $'ProxyTimeout 2\nTimeout 5' ""
  try WebSocket "ProxyTimeout 2, Timeout 5" $'ProxyTimeout 2\nTimeout 5' ""
  try WebSocket "timeout=2, Timeout 5" "Timeout 5" "timeout=2"
  try WebSocket "ProxyTimeout 5, Timeout 2" $'ProxyTimeout 5\nTimeout 2' ""
  try WebSocket "timeout=5, Timeout 2" "Timeout 2" "timeout=5"
} > seen.txt
cat seen.txt
diff seen.txt - << 'END' || { echo "Something else than what was seen before."; exit 1; }
request, ProxyTimeout 2, Timeout 5: 502 after 2 s
WebSocket, ProxyTimeout 2, Timeout 5: closed after 5 s
WebSocket, timeout=2, Timeout 5: closed after 5 s
WebSocket, ProxyTimeout 5, Timeout 2: closed after 5 s
WebSocket, timeout=5, Timeout 2: closed after 5 s
END
