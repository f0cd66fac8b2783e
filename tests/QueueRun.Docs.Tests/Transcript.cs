using System.Text.RegularExpressions;

namespace QueueRun.Docs;

/// <summary>
/// A conversation on a page, one message per line: <c>→ sent</c>, <c>← received</c>, <c>✕ 1000 reason</c> if the server closes. A name
/// before it tells the connection; each name has its own. A line without a sign is a remark. <c>…</c> in a received message matches any
/// text.
/// </summary>
internal static partial class Transcript
{
    public static bool IsOne(PageBlock block) => Line.IsMatch(block.Code.Split('\n')[0]);

    /// <summary>Replays the conversation, and fails on the first line that does not come true.</summary>
    public static async Task ReplayAsync(PageBlock block, Func<Task<SocketClient>> connect)
    {
        Dictionary<string, SocketClient> clients = [];
        try
        {
            foreach (var (text, i) in block.Code.Split('\n').Select((text, i) => (text, i)))
            {
                if (Line.Match(text) is not { Success: true } line) continue;
                var (who, what) = (line.Groups["who"].Value, line.Groups["what"].Value);
                if (!clients.TryGetValue(who, out var client)) clients.Add(who, client = await connect());
                if (line.Groups["sign"].Value == "→")
                {
                    await client.SendAsync(what);
                    continue;
                }

                var message = await client.ReceiveOrCloseAsync();
                var heard = message is null ? $"✕ {client.Closed}" : $"← {message}";
                Assert.True(Matches($"{line.Groups["sign"].Value} {what}", heard), $"Line {block.Line + i} says '{text}', but it was '{heard}'.");
            }
        }
        finally
        {
            foreach (var client in clients.Values) await client.DisposeAsync();
        }
    }

    private static bool Matches(string shown, string heard)
        => Regex.IsMatch(heard, $"^{Regex.Escape(shown).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    [GeneratedRegex("^(?<who>[a-z ]*)(?<sign>[→←✕]) (?<what>.*)$")]
    private static partial Regex Line { get; }
}
