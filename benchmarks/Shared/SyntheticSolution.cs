using System.Globalization;
using System.Text;

namespace QueueRun.Benchmarks;

/// <summary>The sources of a large program: ten of each kind in a file, as people group them, and no two alike.</summary>
/// <param name="Handlers">How many methods are marked <c>[SocketHandler]</c>; handler N takes message N.</param>
/// <param name="Messages">How many types are marked <c>[SocketMessage]</c>.</param>
/// <param name="Sends">How many calls of <c>SendAsync</c> there are, a fifth of them with anonymous objects.</param>
internal sealed record SyntheticSolution(int Handlers, int Messages, int Sends)
{
    private const int PerFile = 10;
    private const int SendsPerFile = 50;

    /// <summary>How many different anonymous objects are sent.</summary>
    private const int AnonymousTypes = 200;

    /// <summary>A statement in a method body, once in every file of <see cref="Files"/>: whoever plays somebody who types changes the number.</summary>
    public const string Mark = "var mark = 0;";

    public const string UnrelatedFile = "Unrelated000.cs";
    public const string HandlerFile = "Handlers000.cs";
    public const string MessageFile = "Messages000.cs";
    public const string SenderFile = "Senders000.cs";

    /// <summary>Every file: its path and its text.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("Store.cs", Store);
        for (var i = 0; i < Messages; i += PerFile) yield return (FormattableString.Invariant($"Messages{i / PerFile:000}.cs"), MessagesFrom(i));
        for (var i = 0; i < Handlers; i += PerFile) yield return (FormattableString.Invariant($"Handlers{i / PerFile:000}.cs"), HandlersFrom(i));
        for (var i = 0; i < Sends; i += SendsPerFile) yield return (FormattableString.Invariant($"Senders{i / SendsPerFile:000}.cs"), SendsFrom(i));
        // As many files have nothing to do with any of it.
        for (var i = 0; i < Handlers; i += PerFile) yield return (FormattableString.Invariant($"Unrelated{i / PerFile:000}.cs"), Unrelated(i / PerFile));
    }

    /// <summary>A context that lists the messages for System.Text.Json's own generator.</summary>
    public string JsonContext()
    {
        StringBuilder text = new("namespace Synthetic;\n\n");
        for (var i = 0; i < Messages; i++) text.Append(CultureInfo.InvariantCulture, $"[System.Text.Json.Serialization.JsonSerializable(typeof({Message(i)}))]\n");
        return text.Append("internal sealed partial class Context : System.Text.Json.Serialization.JsonSerializerContext;\n").ToString();
    }

    private static string Message(int i) => FormattableString.Invariant($"Message{i:0000}");

    private static string MessagesFrom(int first)
    {
        var file = FormattableString.Invariant($"{first / PerFile:000}");
        StringBuilder text = new($$"""
            namespace Synthetic;

            internal enum Level{{file}} { Low, Middle, High }

            internal sealed record Part{{file}}(string Name, double Value, Level{{file}} Level);

            internal static class Texts{{file}}
            {
                internal static string Describe(Part{{file}} part)
                {
                    {{Mark}}
                    return part.Name + mark;
                }
            }


            """);
        for (var i = first; i < first + PerFile; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                [SocketMessage("event", "{Message(i)}")]
                internal sealed record {Message(i)}(string Id, int Count{i:0000}, DateTimeOffset At, Level{file}? Level, Part{file} Part, List<Part{file}> Parts, bool IsLast = false, string? Note = null);


                """);
        }
        return text.ToString();
    }

    private string HandlersFrom(int first)
    {
        var file = FormattableString.Invariant($"{first / PerFile:000}");
        StringBuilder text = new($$"""
            namespace Synthetic;

            internal sealed class Handlers{{file}}(Store store)
            {
                internal int Count()
                {
                    {{Mark}}
                    return mark;
                }


            """);
        for (var i = first; i < first + PerFile; i++)
        {
            var message = Message(i % Messages);
            text.Append((i % 4) switch
            {
                0 => $"    [SocketHandler]\n    internal void Take{i}({message} data, SocketUser user) => store.Add(user.Id, data.Id);\n\n",
                1 => $"    [SocketHandler(\"[room]\")]\n    internal static async Task Take{i}(string room, {message} data, ISocket socket, CancellationToken token)\n"
                    + "    {\n        await Task.Yield();\n        token.ThrowIfCancellationRequested();\n    }\n\n",
                2 => $"    [SocketHandler]\n    internal {message} Take{i}({message} data, string userId)\n    {{\n        store.Add(userId, data.Id);\n        return data with {{ IsLast = true }};\n    }}\n\n",
                _ => $"    [SocketHandler(\"[room]/[page]/mode=m{i}\", TimeoutSeconds = 5)]\n    internal async Task<List<Part{file}>> Take{i}(string room, int page, {message} data, Store other)\n"
                    + "    {\n        await Task.Yield();\n        other.Add(room, data.Id);\n        return data.Parts;\n    }\n\n",
            });
        }
        return text.Append("}\n").ToString();
    }

    private string SendsFrom(int first)
    {
        var file = FormattableString.Invariant($"{first / SendsPerFile:000}");
        StringBuilder text = new($$"""
            namespace Synthetic;

            internal static class Senders{{file}}
            {
                internal static int Count()
                {
                    {{Mark}}
                    return mark;
                }

            """);
        for (var i = first; i < first + SendsPerFile; i += PerFile)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                    internal static async Task Send{{i}}(ISocket socket, string room, int count, Store store, CancellationToken token)
                    {
                        var users = store.Of(room);
                        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count));

                """);
            for (var k = i; k < i + PerFile; k++)
            {
                var to = k % 3 == 0 ? "" : ".To(users)";
                var part = FormattableString.Invariant($"Part{k % Messages / PerFile:000}");
                text.Append(k % 5 == 4
                    ? FormattableString.Invariant($"        await socket{to}.SendAsync(new {{ room, count{k % AnonymousTypes} = count, users }}, token);\n")
                    : FormattableString.Invariant($"        await socket{to}.SendAsync(new {Message(k % Messages)}(room, count, DateTimeOffset.UnixEpoch, null, new {part}(room, 0.5, default), []), token);\n"));
            }
            text.Append("    }\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Unrelated(int file) => FormattableString.Invariant($$"""
        namespace Synthetic;

        internal sealed class Unrelated{{file:000}}
        {
            private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

            [Obsolete("Use Add.")]
            internal void Put(string name) => Add(name, 1);

            internal int Add(string name, int count)
            {
                {{Mark}}
                _counts[name] = _counts.GetValueOrDefault(name) + count + mark;
                return _counts.Values.Where(value => value > count).Sum();
            }
        }
        """);

    private const string Store = $$"""
        namespace Synthetic;

        internal sealed class Store
        {
            private readonly Dictionary<string, List<string>> _rooms = [];

            internal void Add(string room, string id) => (_rooms.TryGetValue(room, out var ids) ? ids : _rooms[room] = []).Add(id);

            internal string[] Of(string room)
            {
                {{Mark}}
                return [.. _rooms[room].Skip(mark)];
            }
        }
        """;
}
