#!/bin/sh
# Cronos 0.13.0 on .NET SDK 10.0.401, Linux with tzdata (seen 2026-11-29).
#
# CronExpression.GetNextOccurrence(from, zone) promises a time after `from`. In zones whose winter time is the "daylight" one in the time zone data (a
# negative saving: Europe/Dublin; Africa/Casablanca and Africa/El_Aaiun in Ramadan), it returns `from` itself, once a year, for an expression
# that is due within the hour before the clocks are set ahead. A loop that asks for the next time after the last one never ends.
#
# Output that was seen (time asked for -> answer, in UTC):
#   Europe/Dublin 30 1 * * *: 2027-03-28T00:30 -> 2027-03-28T00:30
#   Africa/Casablanca 30 2 * * *: 2027-03-14T01:30 -> 2027-03-14T01:30
#   Europe/Berlin 30 2 * * *: 2027-03-28T01:00 -> 2027-03-29T00:30
# The last is right, and for comparison. In Dublin 01:30 is not there on that day: 01:00 UTC is when the clocks jump from one to two.
#
# It ends with 0 as long as it is so, and with 1 when the output is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Cronos" Version="[0.13.0]" />
  </ItemGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using System;
using Cronos;

Show("Europe/Dublin", "30 1 * * *", new(2027, 3, 28, 0, 30, 0, DateTimeKind.Utc));
Show("Africa/Casablanca", "30 2 * * *", new(2027, 3, 14, 1, 30, 0, DateTimeKind.Utc));
Show("Europe/Berlin", "30 2 * * *", new(2027, 3, 28, 1, 0, 0, DateTimeKind.Utc));

static void Show(string zone, string cron, DateTime from)
{
    var next = CronExpression.Parse(cron).GetNextOccurrence(from, TimeZoneInfo.FindSystemTimeZoneById(zone));
    Console.WriteLine($"{zone} {cron}: {from:yyyy-MM-ddTHH:mm} -> {next:yyyy-MM-ddTHH:mm}");
}
PROGRAM
dotnet build -v q --nologo > build.txt 2>&1 || { cat build.txt; exit 2; }
dotnet bin/Debug/net10.0/finding.dll > seen.txt
cat seen.txt
cat > expected.txt <<'EXPECTED'
Europe/Dublin 30 1 * * *: 2027-03-28T00:30 -> 2027-03-28T00:30
Africa/Casablanca 30 2 * * *: 2027-03-14T01:30 -> 2027-03-14T01:30
Europe/Berlin 30 2 * * *: 2027-03-28T01:00 -> 2027-03-29T00:30
EXPECTED
cmp -s seen.txt expected.txt || { echo "It is not so any more: see what has changed."; exit 1; }
