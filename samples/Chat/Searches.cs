using System.Runtime.CompilerServices;
using QueueRun;

/// <summary>A search while somebody types: the page shows each hit when it comes, and cancels the search at the next key.</summary>
internal static class Searches
{
    private const int MaxHits = 50;

    private static readonly TimeSpan RoomTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Each element is sent as soon as it is found, and other messages of the connection do not wait for the end. When the page cancels,
    /// the token is cancelled. Only the rooms that the person is in are searched, each from its newest message on.
    /// </summary>
    [SocketHandler("[words]/action=search")]
    internal static async IAsyncEnumerable<Said> SearchAsync(
        string words, SocketUser user, Rooms rooms, TimeProvider time, [EnumeratorCancellation] CancellationToken token)
    {
        var hits = 0;
        foreach (var room in (await rooms.LookAsync()).RoomsOf(user.Id))
        {
            await Task.Delay(RoomTime, time, token);        // in place of a database that a real program would ask here
            foreach (var kept in (await rooms.PastAsync(room)).Reverse())
            {
                if (!kept.Said.Text.Contains(words, StringComparison.OrdinalIgnoreCase))
                    continue;
                yield return kept.Said;
                if (++hits == MaxHits)
                    yield break;
            }
        }
    }
}
