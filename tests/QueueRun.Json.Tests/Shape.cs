namespace QueueRun.Json.Tests;

/// <summary>A type, values of it to write, and JSON to read as it.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Type">The type, as the program writes it.</param>
/// <param name="Values">Expressions of the type.</param>
public sealed record Shape(string Name, string Type, params string[] Values)
{
    /// <summary>Declarations of the types that the case needs.</summary>
    public string Code { get; init; } = "";

    /// <summary>Further JSON to read, besides that of the values.</summary>
    public string[] Json { get; init; } = [];

    /// <summary>Whether the type is only sent: a handler that received it would be refused.</summary>
    public bool SentOnly { get; init; }

    /// <summary>Whether reflection cannot create values of the type.</summary>
    public bool IsHandMade { get; init; }

    /// <summary>Whether the type has no name, so that it is only sent and known by its values.</summary>
    public bool IsAnonymous
    {
        get;
        init => field = SentOnly = value;
    }

    /// <summary>The case as a source file.</summary>
    public string Source => $$"""
        #pragma warning disable CS8618, CS0649, CS0169, CS0414 // The types are what they are.
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;

        namespace Case_{{Name}};

        {{Code}}

        internal static class Case
        {
            {{Members}}
        }
        """;

    private string Members
        => IsAnonymous
            ? $$"""
            internal static Array Values() => new[] { {{string.Join(", ", Values)}} };
            internal static async Task Send(ISocket socket) => await socket.SendAsync({{Values[0]}});
            """
            : $$"""
            internal static {{Type}}[] Values() => new {{Array}} { {{string.Join(", ", Values)}} };
            internal static async Task Send(ISocket socket, {{Type}} value) => await socket.SendAsync(value);
            {{(SentOnly ? "" : $"[SocketHandler(\"case={Name}\")] internal static void Take([FromMessage] {Type} data) {{ }}")}}
            """;

    // An array of int[] is new int[][] { … }: all brackets come after the element type.
    private string Array => $"{Type.TrimEnd('[', ']')}[]{Type[Type.TrimEnd('[', ']').Length..]}";

    public override string ToString() => Name;
}
