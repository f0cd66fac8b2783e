using System.IO.Compression;
using System.Text;

namespace QueueRun.Clients;

/// <summary>What the TypeScript compiler says of written clients.</summary>
public sealed class TypeScriptTests
{
    private static readonly string s_fixedPart = Repository.PathOf("src", "QueueRun.Build", "Client");

    /// <summary>Uses that must compile, and some that must not.</summary>
    private static readonly string s_uses = Repository.PathOf("tests", "QueueRun.Clients.Tests", "scripts", "uses.ts");

    [Theory]
    [InlineData("typescript-5")]
    [InlineData("typescript-6")]
    [InlineData("typescript")]
    public async Task The_types_are_clean(string compiler)
    {
        var folder = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "types", compiler)).FullName;
        var example = new ClientWriter(LockTests.Example(), null);
        foreach (var (name, text) in ((string, string)[])
        [
            ("written.ts", example.TypeScript()), ("script.js", example.JavaScript()), ("script.d.ts", example.Declarations()),
            ("admin.ts", new ClientWriter(LockTests.Example(), "admin").TypeScript()), ("uses.ts", await File.ReadAllTextAsync(s_uses, TestContext.Current.CancellationToken)),
            ("tsconfig.json", """
                {
                  "compilerOptions": {
                    "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "noImplicitOverride": true, "noImplicitReturns": true, "noUnusedLocals": true,
                    "noUnusedParameters": true, "noPropertyAccessFromIndexSignature": true, "noFallthroughCasesInSwitch": true, "erasableSyntaxOnly": true, "verbatimModuleSyntax": true,
                    "isolatedModules": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "noEmit": true, "lib": ["es2022", "dom"], "types": []
                  },
                  "files": ["uses.ts", "admin.ts"]
                }
                """),
        ]) new OutputFile(name, Path.Combine(folder, name), text).Write();

        var (status, said) = await Npm.RunAsync(Npm.Node, Npm.PathOf(compiler, "bin", "tsc"), "-p", folder);
        Assert.True(status == 0, said);
    }

    /// <summary>Pages without a build step load it as it is: it is made small here, and not by them.</summary>
    [Fact]
    public async Task The_fixed_part_in_JavaScript_is_that_in_TypeScript_made_small()
    {
        var output = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "fixed")).FullName;
        var (status, said) = await Npm.RunAsync(Npm.Node, Npm.PathOf("typescript", "bin", "tsc"), "-p", s_fixedPart, "--outDir", output);
        Assert.True(status == 0, said);
        // In a function, whose names are not those of the file: only these are left alone.
        var compiled = (await File.ReadAllTextAsync(Path.Combine(output, "client.js"), TestContext.Current.CancellationToken)).Replace("export class", "class", StringComparison.Ordinal);
        var (whole, small) = (Path.Combine(output, "whole.js"), Path.Combine(output, "small.js"));
        await File.WriteAllTextAsync(whole, $"const [SocketConnection, SocketError] = (() => {{\n{compiled}return [SocketConnection, SocketError];\n}})();\n", TestContext.Current.CancellationToken);
        (status, said) = await Npm.RunAsync(Npm.PathOf("@esbuild", "linux-x64", "bin", "esbuild"), whole, "--minify", "--target=es2022", $"--outfile={small}", "--log-level=error", "--allow-overwrite");
        Assert.True(status == 0, said);
        var committed = Path.Combine(s_fixedPart, "client.js");
        Assert.True(await File.ReadAllTextAsync(small, TestContext.Current.CancellationToken) == await File.ReadAllTextAsync(committed, TestContext.Current.CancellationToken), $"cp {small} {committed}");
    }

    [Fact]
    public async Task The_fixed_part_is_small()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(s_fixedPart, "client.js"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine($"{zipped.Length} bytes");
        Assert.InRange(zipped.Length, 1000, 3100);
    }

    /// <summary>A file for people: a change of what is written is looked at.</summary>
    [Theory]
    [InlineData("ts")]
    [InlineData("d.ts")]
    public async Task The_written_file_is_as_it_was_looked_at(string extension)
    {
        var writer = new ClientWriter(LockTests.Example(), null);
        var text = extension == "ts" ? writer.TypeScript() : writer.Declarations();
        var end = text.IndexOf("// --- The connection", StringComparison.Ordinal);
        if (end > 0) text = text[..end];
        var path = Repository.PathOf("tests", "QueueRun.Clients.Tests", $"{nameof(TypeScriptTests)}.verified.{extension}");
        var expected = File.Exists(path) ? await File.ReadAllTextAsync(path, Encoding.UTF8, TestContext.Current.CancellationToken) : "";
        if (text != expected) await File.WriteAllTextAsync(path.Replace(".verified.", ".received.", StringComparison.Ordinal), text, TestContext.Current.CancellationToken);
        Assert.Equal(expected, text);
    }
}
