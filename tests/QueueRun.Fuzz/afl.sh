#!/bin/sh
# Coverage-guided: afl-fuzz (apt-get install afl++) changes cases, and keeps those that reach new branches of QueueRun.dll.
#   tests/QueueRun.Fuzz/afl.sh frames|handshake|router [seconds]
# Findings: artifacts/fuzz/<target>/found/default/crashes. One again: dotnet run -c Release --project tests/QueueRun.Fuzz -- <target> --input "$(xxd -p -c0 <file>)"
set -eu
target=$1
seconds=${2:-300}
cd "$(dirname "$0")/../.."
out=$PWD/artifacts/fuzz
export PATH="$out/tools:$PATH"

[ -x "$out/tools/sharpfuzz" ] || dotnet tool install --tool-path "$out/tools" SharpFuzz.CommandLine --version 2.3.0
dotnet publish -c Release tests/QueueRun.Fuzz -o "$out/bin" -v q
dotnet "$out/bin/QueueRun.Fuzz.dll" "$target" --samples "$out/$target/samples"
sharpfuzz "$out/bin/QueueRun.dll"

# A machine's governor and its crash reporter cost afl-fuzz some speed, no findings; dotnet itself is not instrumented.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
# One case, one way: no compiling again in between.
export DOTNET_TieredCompilation=0
exec afl-fuzz -i "$out/$target/samples" -o "$out/$target/found" -t 10000 -m none -V "$seconds" -- dotnet "$out/bin/QueueRun.Fuzz.dll" "$target" --afl
