#!/bin/sh
# Coverage-guided: cases that reach new branches of QueueRun.dll are kept, and changed again.
#   tests/QueueRun.Fuzz/guided.sh frames|handshake|router|all [seconds]
set -eu
target=$1
seconds=${2:-300}
cd "$(dirname "$0")/../.."
out=$PWD/artifacts/fuzz

[ -x "$out/tools/sharpfuzz" ] || dotnet tool install --tool-path "$out/tools" SharpFuzz.CommandLine --version 2.3.0
# Another QueueRun.dll than the last, which was instrumented.
rm -rf "$out/bin"
dotnet publish -c Release tests/QueueRun.Fuzz -o "$out/bin" -v q
"$out/tools/sharpfuzz" "$out/bin/QueueRun.dll" QueueRun.Wire QueueRun.Routing
exec dotnet "$out/bin/QueueRun.Fuzz.dll" "$target" --guided "$seconds"
