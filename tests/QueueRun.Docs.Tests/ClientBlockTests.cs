using System.Globalization;
using QueueRun.Build;
using QueueRun.TestCompilations;

namespace QueueRun.Docs;

/// <summary>Blocks of TypeScript: each is compiled with the client that is written for the program above it.</summary>
public class ClientBlockTests
{
    public static TheoryData<string, int> Blocks => [.. from path in MarkdownPage.Paths
                                                        let page = MarkdownPage.Read(path)
                                                        from block in page.Blocks
                                                        where block.Info == "ts" && block.Code.Contains("./sockets.js", StringComparison.Ordinal)
                                                        select new TheoryDataRow<string, int>(page.Path, block.Line)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_page_uses_the_client_of_the_program_above_it(string path, int line)
    {
        var page = MarkdownPage.Read(Repository.PathOf(path));
        var program = PageProgram.ReadAll(page).Last(program => program.Runs && int.Parse(program.Name.Split(':')[1], CultureInfo.InvariantCulture) < line);
        var contract = Contract.Parse(EmittedContract.Text((await Compiled.FromAsync(program)).Output)!);
        var folder = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "pages", $"{Path.GetFileNameWithoutExtension(path)}-{line}")).FullName;
        foreach (var (name, text) in ((string, string)[])
        [
            ("sockets.ts", new ClientWriter(contract, null).TypeScript()),
            ("page.ts", page.Blocks.Single(block => block.Line == line).Code),
            ("tsconfig.json", """
                {
                  "compilerOptions": { "strict": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "noEmit": true, "lib": ["es2022", "dom"], "types": [] },
                  "files": ["page.ts"]
                }
                """),
        ]) await File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
        var (status, said) = await Npm.RunAsync(Npm.Node, Npm.PathOf("typescript", "bin", "tsc"), "-p", folder, "--pretty", "false");
        Assert.True(status == 0, said);
    }
}
