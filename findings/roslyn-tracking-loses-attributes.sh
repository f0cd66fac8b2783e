#!/usr/bin/env bash
# Roslyn: a driver that tracks steps (GeneratorDriverOptions.TrackIncrementalGeneratorSteps, which tests of generators switch on) finds less than one
# that does not. Where ForAttributeWithMetadataName has found an attribute in a file, and an edit of a file before that one adds a global using
# alias, the next edit of any other file makes it forget the attribute: nothing there has changed, and the transform is not run. Without
# tracking it is found, and so it is where the marked file comes first.
#
# So a test that asserts on incremental steps can fail where no compiler would, and a test that expects nothing can pass.
#
# Packages (NuGet): Microsoft.CodeAnalysis.CSharp 5.0.0 and 5.12.0, which do the same. Needs the SDK of .NET 10.
# Seen on 2026-11-30, for both:
#   steps tracked: False
#     at first: found A
#     a global alias is added: found A
#     an edit of another file: found A
#   steps tracked: True
#     at first: found A
#     a global alias is added: found A
#     an edit of another file: nothing found
# Ends with 0 when that is seen, 1 when something else is, 2 when a package cannot be had.
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
    <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="$(Roslyn)" />
  </ItemGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
foreach (var tracks in new[] { false, true })
{
    SyntaxTree marked = Parse("[System.Obsolete] class A;"), other = Parse("class B;"), usings = Parse("");
    Compilation compilation = CSharpCompilation.Create("app", [usings, marked, other], references, new(OutputKind.DynamicallyLinkedLibrary));
    GeneratorDriver driver = CSharpGeneratorDriver.Create([new Finder().AsSourceGenerator()], driverOptions: new(IncrementalGeneratorOutputKind.None, tracks));
    Console.WriteLine($"steps tracked: {tracks}");
    Run("at first");
    usings = Edit(usings, "global using Text = System.String;"); Run("a global alias is added");
    other = Edit(other, "class B { }"); Run("an edit of another file");

    void Run(string when)
    {
        driver = driver.RunGenerators(compilation);
        Console.WriteLine($"  {when}: {driver.GetRunResult().Results[0].GeneratedSources.Single().SourceText}");
    }

    SyntaxTree Edit(SyntaxTree tree, string text)
    {
        var edited = Parse(text);
        compilation = compilation.ReplaceSyntaxTree(tree, edited);
        return edited;
    }
}

static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text);

sealed class Finder : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("System.ObsoleteAttribute", (node, _) => node is ClassDeclarationSyntax, (found, _) => found.TargetSymbol.Name).Collect(),
            (output, names) => output.AddSource("found", names.IsEmpty ? "nothing found" : "found " + string.Join(", ", names)));
}
PROGRAM

expected='steps tracked: False
  at first: found A
  a global alias is added: found A
  an edit of another file: found A
steps tracked: True
  at first: found A
  a global alias is added: found A
  an edit of another file: nothing found'
for version in 5.0.0 5.12.0; do
  dotnet build -v q -p:Roslyn="$version" > build.log 2>&1 || { cat build.log; exit 2; }
  seen=$(dotnet run --no-build -p:Roslyn="$version")
  printf 'Microsoft.CodeAnalysis.CSharp %s\n%s\n' "$version" "$seen"
  [ "$seen" = "$expected" ] || exit 1
  rm -rf bin obj
done
