#!/usr/bin/env bash
# System.Text.Json 10.0.12 writes a JsonObject that is [JsonExtensionData] with its own braces, inside of those of the object that it belongs to: what
# comes out is no JSON, and JsonSerializer itself refuses to read it. A Dictionary<string, JsonElement> in the same place is written as it should be. The
# documentation names both as types that such a property may have, reading fills both, and nothing is thrown when the message is written.
#
# Needs the SDK of .NET 10 with runtime 10.0.12; no package.
# Seen on 2026-11-30:
#   JsonObject: {"A":1,{"b":2}}
#   read again: JsonException
#   Dictionary: {"A":1,"b":2}
#   read again: yes
# Ends with 0 when that is seen, 1 when something else is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > app.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

Show<WithObject>("JsonObject");
Show<WithDictionary>("Dictionary");

static void Show<T>(string name)
{
    var json = JsonSerializer.Serialize(JsonSerializer.Deserialize<T>("""{"A":1,"b":2}"""));
    Console.WriteLine($"{name}: {json}");
    try
    {
        JsonSerializer.Deserialize<T>(json);
        Console.WriteLine("read again: yes");
    }
    catch (JsonException)
    {
        Console.WriteLine("read again: JsonException");
    }
}

class WithObject
{
    public int A { get; set; }
    [JsonExtensionData] public JsonObject Rest { get; set; }
}

class WithDictionary
{
    public int A { get; set; }
    [JsonExtensionData] public Dictionary<string, JsonElement> Rest { get; set; }
}
PROGRAM
seen=$(dotnet run)
echo "$seen"
[ "$seen" = 'JsonObject: {"A":1,{"b":2}}
read again: JsonException
Dictionary: {"A":1,"b":2}
read again: yes' ]
