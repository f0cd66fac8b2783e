using System.Globalization;
using System.Text;

namespace QueueRun.Testing.Server;

/// <summary>
/// The text of a failure: what the test expected, what came instead, what still runs on the server, and what the server logged.
/// </summary>
internal static class Report
{
    private const int MaxMessages = 20;
    private const int MaxEntries = 5;
    private const int MaxLines = 12;

    public static string Of(string expected, TestClient client, IReadOnlyList<ReceivedMessage> unread, int expectedBefore, TestSockets sockets, int logged)
    {
        var text = new StringBuilder(expected).AppendLine();
        text.AppendLine().Append("Received by ").Append(client).Append(", not yet expected");
        text.AppendLine(unread.Count == 0 ? ": nothing." : ":");
        foreach (var message in unread.Skip(Math.Max(0, unread.Count - MaxMessages))) text.Append("  ").AppendLine(message.ToString());
        if (unread.Count > MaxMessages) text.Append("  (the last ").Append(MaxMessages).Append(" of ").Append(unread.Count).AppendLine(")");
        if (expectedBefore > 0) text.Append('(').Append(expectedBefore).AppendLine(expectedBefore == 1 ? " message was expected before.)" : " messages were expected before.)");
        if (client.Closed is { } closed) text.AppendLine().Append("The connection was closed: ").Append(closed).AppendLine();

        if (sockets.State.Running() is { Count: > 0 } running)
        {
            text.AppendLine().AppendLine("Still running on the server:");
            foreach (var name in running) text.Append("  ").AppendLine(name);
        }

        return text.ToString().TrimEnd() + Logged(sockets.Log.Since(logged));
    }

    /// <summary>The text for a server that stays busy.</summary>
    public static string Busy(TimeSpan timeout, IReadOnlyList<string> running)
    {
        var text = new StringBuilder("The server is busy, and nothing has moved for ");
        text.Append(timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)).AppendLine(" s.");
        if (running.Count > 0)
        {
            text.AppendLine().AppendLine("Still running on the server:");
            foreach (var name in running) text.Append("  ").AppendLine(name);
        }

        return text.AppendLine().Append(
            "The test waits until each method has ended, or waits for the test: for its clock or a TestSignal, " +
            "if the program has UseVirtualTime. If a method waits for something else that the test does, use a TestSignal, or PostAsync.")
            .ToString();
    }

    public static string Logged(IReadOnlyList<string> entries)
    {
        if (entries.Count == 0) return "";

        var text = new StringBuilder().AppendLine().AppendLine().AppendLine("The server logged meanwhile:");
        foreach (var entry in entries.Skip(Math.Max(0, entries.Count - MaxEntries)))
        {
            var lines = entry.ReplaceLineEndings("\n").Split('\n');
            foreach (var line in lines.Take(MaxLines)) text.Append("  ").AppendLine(line);
            if (lines.Length > MaxLines) text.AppendLine("  …");
        }

        return text.ToString().TrimEnd();
    }
}
