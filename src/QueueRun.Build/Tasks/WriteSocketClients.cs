using Microsoft.Build.Framework;

namespace QueueRun.Build;

/// <summary>The MSBuild task that writes clients and contracts from what the generator has emitted into assemblies.</summary>
public sealed class WriteSocketClients : Microsoft.Build.Utilities.Task
{
    /// <summary>The program's assembly, as it was compiled.</summary>
    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The assemblies that it references.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The clients to write. Metadata: <c>Endpoint</c>.</summary>
    public ITaskItem[] Clients { get; set; } = [];

    /// <summary>The contracts to write. Metadata: <c>Locked</c>.</summary>
    public ITaskItem[] Contracts { get; set; } = [];

    /// <summary>Whether locked contracts take breaking changes.</summary>
    public bool AcceptContract { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (ReadContract() is not { } contract) return !Log.HasLoggedErrors;

        // First all questions, then all files: a build that fails has written nothing.
        var files = new List<OutputFile>();
        foreach (var item in Contracts)
            if (ContractFile(item, contract) is { } file) files.Add(file);
        foreach (var item in Clients) files.AddRange(ClientFiles(item, contract));
        if (!Log.HasLoggedErrors)
            foreach (var file in files) Write(file);
        return !Log.HasLoggedErrors;
    }

    private Contract? ReadContract()
    {
        try
        {
            var others = References.Select(reference => Read(reference.ItemSpec)).OfType<Contract>().ToList();
            var contract = ContractMerge.All(Read(AssemblyFile), others);
            if (contract is null) Error(BuildError.NoContract, AssemblyFile, $"{Path.GetFileName(AssemblyFile)} and what it references have no contract: was it compiled with QueueRun's generator?");
            return contract;
        }
        catch (FormatException error)
        {
            Error(BuildError.NoContract, AssemblyFile, $"{error.Message}.");
            return null;
        }
    }

    private static Contract? Read(string path)
    {
        try
        {
            return ContractConstant.Read(path) is { } json ? Contract.Parse(json) : null;
        }
        catch (FormatException error)
        {
            throw new FormatException($"The contract in {path} cannot be used: {error.Message}");
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null; // a native library among the references, or one that the compiler has refused already
        }
    }

    private OutputFile? ContractFile(ITaskItem item, Contract contract)
    {
        var path = FullPath(item);
        if (!HasExtension(item, ".json")) return null;
        var isLocked = string.Equals(item.GetMetadata("Locked"), "true", StringComparison.OrdinalIgnoreCase);
        if (isLocked && !AcceptContract && File.Exists(path) && !MayReplace(item.ItemSpec, path, contract)) return null;
        return new(item.ItemSpec, path, ContractText.Of(contract.Root));
    }

    /// <summary>Whether clients that were written from the locked contract can live with the new one.</summary>
    private bool MayReplace(string name, string path, Contract contract)
    {
        Contract locked;
        try
        {
            locked = Contract.Parse(File.ReadAllText(path));
        }
        catch (FormatException error)
        {
            Error(BuildError.UnreadableContract, path, $"{name} is locked, and cannot be compared: {error.Message}. Restore it, or write it anew with -p:AcceptSocketContract=true.");
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Error(BuildError.UnreadableContract, path, $"{name} is locked, and cannot be read: {error.Message}");
            return false;
        }

        var changes = ContractChanges.Between(locked, contract);
        foreach (var change in changes)
            Error(BuildError.BreakingChange, path, $"{name} is locked, and clients that were written from it break: {change}. Undo the change, or accept it with -p:AcceptSocketContract=true.");
        return changes.Count == 0;
    }

    private IEnumerable<OutputFile> ClientFiles(ITaskItem item, Contract contract)
    {
        if (!HasExtension(item, ".ts", ".js")) yield break;
        var endpoint = item.GetMetadata("Endpoint") is { Length: > 0 } name ? name : null;
        if (endpoint is not null && !contract.Endpoints.Contains(endpoint))
        {
            var known = string.Join(", ", contract.Endpoints.Select(known => $"\"{known}\""));
            Error(BuildError.UnknownEndpoint, item.ItemSpec, $"The client {item.ItemSpec} is for the endpoint \"{endpoint}\", which no handler names. {(known.Length == 0 ? "No handler names an endpoint." : $"Known: {known}.")}");
            yield break;
        }

        var (path, writer) = (FullPath(item), new ClientWriter(contract, endpoint));
        if (path.EndsWith(".ts", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(item.ItemSpec, path, writer.TypeScript());
        }
        else
        {
            yield return new(item.ItemSpec, path, writer.JavaScript());
            yield return new(Path.ChangeExtension(item.ItemSpec, ".d.ts"), Path.ChangeExtension(path, ".d.ts"), writer.Declarations());
        }
    }

    private bool HasExtension(ITaskItem item, params string[] extensions)
    {
        var isDeclaration = item.ItemSpec.EndsWith(".d.ts", StringComparison.OrdinalIgnoreCase);
        if (!isDeclaration && extensions.Any(extension => item.ItemSpec.EndsWith(extension, StringComparison.OrdinalIgnoreCase))) return true;

        var kind = extensions.Length > 1 ? "client" : "contract";
        Error(BuildError.WrongExtension, item.ItemSpec, $"The {kind} {item.ItemSpec} must end in {string.Join(" or ", extensions)}{(isDeclaration ? ": a .d.ts is written beside the .js" : "")}.");
        return false;
    }

    private void Write(OutputFile file)
    {
        try
        {
            var other = file.Other();
            if (file.Write()) Log.LogMessage(MessageImportance.High, $"QueueRun wrote {file.Name}{(other is null ? "" : $", which was the client of {other}")}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var why = File.Exists(file.Path) && (File.GetAttributes(file.Path) & FileAttributes.ReadOnly) != 0 ? "it is read-only"
                : Directory.Exists(file.Path) ? "it is a folder" : error.Message.TrimEnd('.');
            Error(BuildError.NotWritable, file.Path, $"{file.Name} cannot be written: {why}.");
        }
    }

    private static string FullPath(ITaskItem item) => item.GetMetadata("FullPath");

    private void Error(string code, string file, string message)
        => Log.LogError(null, code, null, $"https://github.com/queuerun/queuerun/blob/main/docs/diagnostics/{code}.md", file, 0, 0, 0, 0, message, messageArgs: null);
}
