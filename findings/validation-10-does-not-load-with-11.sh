#!/usr/bin/env bash
# Microsoft.Extensions.Validation 10.0.12 and 11.0.0 (parts of ASP.NET Core, .NET SDK 10.0.401, linux-x64): a library that was compiled against version 10
# fails on .NET 11. IValidatableInfo, the type that validates (experimental, ASP0029), is gone in 11.0.0; IValidatableTypeInfo stands for it, and
# TryGetValidatableTypeInfo has another signature. It fails when a method is compiled that names the type, so even where nothing is validated and
# AddValidation is not called. The resolver that ASP.NET Core's own generator emits for AddValidation implements the interface of version 10: a program
# that was built for .NET 10 and calls AddValidation fails on .NET 11 when its options are created, before it validates anything.
# Output seen:
#   on .NET 10, library: TryGetValidatableTypeInfo False
#   on .NET 10, program: 2 resolvers
#   on .NET 11, library: TypeLoadException: Could not load type 'Microsoft.Extensions.Validation.IValidatableInfo'
#   on .NET 11, program: TypeLoadException: Method 'TryGetValidatableTypeInfo' in type 'Microsoft.Extensions.Validation.Generated.GeneratedValidatableInfoResolver'
# Needs: the SDK of .NET 10, and NuGet. Exits non-zero where that is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > global.json <<< '{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }'
mkdir library program
cat > library/library.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NoWarn>$(NoWarn);ASP0029</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
  </ItemGroup>
</Project>
PROJECT
cat > library/Library.cs <<'LIBRARY'
using Microsoft.Extensions.Validation;

public static class Library
{
    public static bool Knows(System.Type type) => new ValidationOptions().TryGetValidatableTypeInfo(type, out _);
}
LIBRARY
cat > program/program.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>true</SelfContained>
    <NoWarn>$(NoWarn);ASP0029</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="../library/library.csproj" />
    <KnownFrameworkReference Update="Microsoft.NETCore.App" LatestRuntimeFrameworkVersion="$(Runtime)" />
    <KnownFrameworkReference Update="Microsoft.AspNetCore.App" LatestRuntimeFrameworkVersion="$(Runtime)" />
  </ItemGroup>
</Project>
PROJECT
cat > program/Program.cs <<'PROGRAM'
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;

Show("library", () => $"TryGetValidatableTypeInfo {Library.Knows(typeof(Item))}");
Show("program", () =>
{
    var services = new ServiceCollection();
    services.AddValidation();
    using var provider = services.BuildServiceProvider();
    return $"{provider.GetRequiredService<IOptions<ValidationOptions>>().Value.Resolvers.Count} resolvers";
});

static void Show(string what, Func<string> run)
{
    string seen;
    try
    {
        seen = run();
    }
    catch (Exception e)
    {
        seen = $"{e.GetType().Name}: {Regex.Replace(e.Message.Split(" from assembly")[0], "<.*__", "")}";
    }
    Console.WriteLine($"on .NET {Environment.Version.Major}, {what}: {seen}");
}

[ValidatableType]
class Item
{
    [System.ComponentModel.DataAnnotations.Required] public string Title { get; set; } = "";
}
PROGRAM

run() {
  rm -rf */bin */obj
  dotnet build program -v q -nologo -tl:off -o "out$1" -p:Runtime="$1" > log 2>&1 || { cat log >&2; exit 2; }
  "out$1/program"
}
said=$(run 10.0.12; run 11.0.0)
echo "$said"
[ "$said" = "on .NET 10, library: TryGetValidatableTypeInfo False
on .NET 10, program: 2 resolvers
on .NET 11, library: TypeLoadException: Could not load type 'Microsoft.Extensions.Validation.IValidatableInfo'
on .NET 11, program: TypeLoadException: Method 'TryGetValidatableTypeInfo' in type 'Microsoft.Extensions.Validation.Generated.GeneratedValidatableInfoResolver'" ]
