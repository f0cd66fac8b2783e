using System.Globalization;
using QueueRun.Redis.Chaos.Trouble;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>The journals of all processes.</summary>
internal sealed class Journals
{
    /// <summary>The calls of hooks, in the order of their starts.</summary>
    public List<HookCall> Calls { get; } = [];

    public Dictionary<(string Sender, long Number), SentMessage> Messages { get; } = [];

    public List<Count> Counts { get; } = [];

    /// <summary>Reads the journals as they are. A call of a process that was killed ends with it.</summary>
    public static Journals Read(IEnumerable<NodeLife> lives)
    {
        var all = new Journals();
        foreach (var life in lives) all.Read(life);
        all.Calls.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return all;
    }

    private void Read(NodeLife life)
    {
        Dictionary<string, HookCall> open = [];
        using var reader = new StreamReader(new FileStream(life.Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var at = Clock.Of(long.Parse(words[0], CultureInfo.InvariantCulture));
            switch (words[1..])
            {
                case ["begin", var call, var hook, var user, var room, var number, var may]:
                    Calls.Add(open[call] = new(life.Id, hook, user, room, Number(number), may is "may", at));
                    break;
                case ["end", var call, var how]:
                    (open[call].End, open[call].IsCut) = (at, how is "cut");
                    open.Remove(call);
                    break;
                case ["send", var number, var kind, .. var to]:
                    Messages.Add((life.Id, Number(number)), new(life.Id, Number(number), kind is "users" ? [.. to[0].Split(',')] : null, kind is "room" ? to[0] : null, at));
                    break;
                case ["sent", var number, var how, var offline, var unknown]:
                    var sent = Messages[(life.Id, Number(number))];
                    (sent.End, sent.IsComplete, sent.Offline, sent.Unknown) = (at, how is "whole", List(offline), List(unknown));
                    break;
                case ["failed", var number, var error]:
                    (Messages[(life.Id, Number(number))].End, Messages[(life.Id, Number(number))].Error) = (at, error);
                    break;
                case ["count", var counter, var by]:
                    Counts.Add(new(life.Id, counter, Number(by), at));
                    break;
                default:
                    throw new FormatException($"{life.Journal} has the line '{line}'.");
            }
        }

        foreach (var call in open.Values) call.End = life.End;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

        static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }
}
