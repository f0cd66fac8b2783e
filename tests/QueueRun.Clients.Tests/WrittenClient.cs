namespace QueueRun.Clients;

/// <summary>The clients of this program, written as a build writes them.</summary>
internal static class WrittenClient
{
    /// <summary>The folder that they are in: <c>client.ts</c>, <c>client.js</c>, <c>client.d.ts</c>, <c>admin.ts</c>.</summary>
    public static string Folder { get; } = Write();

    /// <summary>What the generator has emitted for this program.</summary>
    public static Contract Contract => Contract.Parse(ContractConstant.Read(typeof(WrittenClient).Assembly.Location)!);

    private static string Write()
    {
        var folder = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "clients")).FullName;
        var (all, admin) = (new ClientWriter(Contract, null), new ClientWriter(Contract, "admin"));
        foreach (var (name, text) in ((string, string)[])[("client.ts", all.TypeScript()), ("client.js", all.JavaScript()), ("client.d.ts", all.Declarations()), ("admin.ts", admin.TypeScript()), ("package.json", "{\"type\":\"module\"}")])
            new OutputFile(name, Path.Combine(folder, name), text).Write();
        return folder;
    }
}
