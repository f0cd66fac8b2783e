#!/usr/bin/env bash
# Microsoft.CodeAnalysis.CSharp 5.12.0 with the reference packs of .NET 11.0.0: a `union` (C# 15) looks different to a generator where it is declared and
# where it is referenced. In its own compilation ITypeSymbol.GetAttributes() has no UnionAttribute: the compiler adds that only when it writes the
# assembly, though the type implements IUnion already, by an implicitly declared property Value. From metadata the attribute is there. A generator that
# looks for the attribute alone, as reflection does, takes each union of the program itself for a struct with one property.
# Output seen:
#   declared: attribute False, IUnion True, implicit Value True
#   referenced: attribute True, IUnion True, implicit Value False
# Needs: the SDK of .NET 10 and NuGet. Exits non-zero where that is no longer so.
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
    <NoWarn>$(NoWarn);NU1603</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="5.12.0" />
    <PackageDownload Include="Microsoft.NETCore.App.Ref" Version="[11.0.0]" />
    <AssemblyMetadata Include="Pack" Value="$(NuGetPackageRoot)microsoft.netcore.app.ref/11.0.0/ref/net11.0" />
  </ItemGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

var pack = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Pack").Value!;
var references = Directory.GetFiles(pack, "*.dll").Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();
var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
var declared = CSharpCompilation.Create("Library", [CSharpSyntaxTree.ParseText("public union U(int, string);", parse)], references,
    new(OutputKind.DynamicallyLinkedLibrary));
Tell("declared", declared);
using MemoryStream image = new();
if (!declared.Emit(image).Success) throw new InvalidOperationException("It does not compile.");
Tell("referenced", CSharpCompilation.Create("Program", [], [.. references, MetadataReference.CreateFromImage(image.ToArray())]));

static void Tell(string how, Compilation compilation)
{
    var type = compilation.GetTypeByMetadataName("U")!;
    Console.WriteLine($"{how}: attribute {type.GetAttributes().Any(a => a.AttributeClass!.Name == "UnionAttribute")}, "
        + $"IUnion {type.AllInterfaces.Any(i => i.Name == "IUnion")}, implicit Value {type.GetMembers("Value").Single().IsImplicitlyDeclared}");
}
PROGRAM
said=$(dotnet run --project app.csproj)
echo "$said"
[ "$said" = "declared: attribute False, IUnion True, implicit Value True
referenced: attribute True, IUnion True, implicit Value False" ]
