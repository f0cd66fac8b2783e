using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;

namespace QueueRun.TestCompilations;

/// <summary>Reads the contract of a program that was compiled with its emitted code.</summary>
internal static class EmittedContract
{
    /// <summary>The document; an error if there is none.</summary>
    public static JsonNode Of(Compilation output) => JsonNode.Parse(Text(output)!)!;

    /// <summary>Its text; null if the program has no contract.</summary>
    public static string? Text(Compilation output)
        => output.GetSymbolsWithName("SocketContract", SymbolFilter.Type).OfType<INamedTypeSymbol>().SingleOrDefault() is { } type
            ? (string)((IFieldSymbol)type.GetMembers("Json").Single()).ConstantValue! : null;
}
