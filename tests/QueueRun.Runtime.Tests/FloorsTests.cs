using System.Text.RegularExpressions;
using QueueRun.Tests;

namespace QueueRun.Runtime.Tests;

/// <summary>The rooms of the runtime stand on floors: a room knows only rooms below it, so these can be read without it.</summary>
public partial class FloorsTests
{
    /// <summary>From the ground up. Rooms of one floor do not know each other.</summary>
    private static readonly string[][] s_floors =
    [
        ["Public"], ["Diagnostics"], ["Wire"], ["Connections"], ["Messaging"], ["Calls"], ["Routing"], ["Presence", "Jobs"], ["Hosting"],
    ];

    private static readonly string s_source = Repository.PathOf("src", "QueueRun");

    [GeneratedRegex(@"\bQueueRun\.(\w+)")]
    private static partial Regex Mentioned { get; }

    [Fact]
    public void A_room_knows_only_rooms_below_it()
    {
        var complaints =
            from floor in Enumerable.Range(0, s_floors.Length)
            from room in s_floors[floor]
            let above = s_floors.Skip(floor).SelectMany(rooms => rooms).Where(other => other != room).ToHashSet()
            from file in Directory.EnumerateFiles(Path.Combine(s_source, room), "*.cs", SearchOption.AllDirectories)
            from mention in Mentioned.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Distinct()
            where above.Contains(mention)
            select $"{Path.GetRelativePath(s_source, file)} knows {mention}";

        Assert.Empty(complaints);
    }

    [Fact]
    public void A_room_has_its_floor()
    {
        var rooms = Directory.EnumerateDirectories(s_source)
            .Select(folder => Path.GetFileName(folder)!)
            .Where(room => room is not ("bin" or "obj" or "buildTransitive"));

        Assert.Equal(rooms.Order(StringComparer.Ordinal), s_floors.SelectMany(floor => floor).Order(StringComparer.Ordinal));
    }
}
