#!/usr/bin/env bash
# Microsoft.DotNet.ILCompiler 11.0.0 under the SDK of .NET 10 (seen with 10.0.401, linux-x64): `dotnet publish` of a project with PublishAot takes the
# compiler pack 11.0.0 (KnownILCompilerPack), ends with 0 warnings and exit code 0, and publishes a program that is not native: managed assemblies,
# no native binary. Pack 10 hooks itself into the publish (target ComputeLinkedFilesToPublish, before ComputeResolvedFilesToPublishList); pack 11 only
# defines the target NativeCompile, which the SDK of .NET 11 calls and that of .NET 10 does not. A target that depends on NativeCompile, after
# ComputeResolvedFilesToPublishList, makes it native, together with one that does for _PrepareTrimConfiguration, which pack 11 wants from the SDK.
# Output seen:
#   without the target: exit 0, 0 warnings, managed
#   with the target: exit 0, 0 warnings, native
# Needs: the SDK of .NET 10, a C linker (clang or gcc, zlib1g-dev), and NuGet. Exits non-zero where that is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > global.json <<< '{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }'
cat > app.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <KnownFrameworkReference Update="Microsoft.NETCore.App" LatestRuntimeFrameworkVersion="11.0.0" />
    <KnownILCompilerPack Update="Microsoft.DotNet.ILCompiler" ILCompilerPackVersion="11.0.0" />
  </ItemGroup>
  <Target Name="Call" AfterTargets="ComputeResolvedFilesToPublishList" DependsOnTargets="NativeCompile" Condition="'$(CallIt)' == 'true'" />
  <Target Name="_PrepareTrimConfiguration" DependsOnTargets="PrepareForILLink" Condition="'$(CallIt)' == 'true'" />
</Project>
PROJECT
cat > Program.cs <<< 'System.Console.WriteLine(System.Environment.Version);'

publish() {
  rm -rf bin obj out
  local status=0
  dotnet publish app.csproj -nologo -tl:off -o out -p:CallIt="$1" > log 2>&1 || status=$?
  local kind=native
  [ -e out/app.dll ] && kind=managed
  [ "$kind" = managed ] || [ "$(out/app)" = 11.0.0 ] || kind=broken
  echo "exit $status, $(grep -cE '\bwarning [A-Z]+[0-9]+' log || true) warnings, $kind"
}
without=$(publish false)
with=$(publish true)
echo "without the target: $without"
echo "with the target: $with"
[ "$without" = "exit 0, 0 warnings, managed" ] && [ "$with" = "exit 0, 0 warnings, native" ]
