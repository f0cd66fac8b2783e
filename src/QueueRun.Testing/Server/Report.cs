using System.Text;

namespace QueueRun.Testing.Server;

/// <summary>The text of a failure: what was expected, what came instead, and what the server has to say.</summary>
internal static class Report
{
    private const int MaxMessages = 20;
    private const int MaxEntries = 5;
    private const int MaxLines = 12;

    public static string Of(string expected, TestClient client, IReadOnlyList<ReceivedMessage> unread, int expectedBefore, TestSockets sockets, int logged)
    {
        var text = new StringBuilder(expected).AppendLine();
        text.AppendLine().Append("What ").Append(client).Append(" received and was not expected so far");
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
