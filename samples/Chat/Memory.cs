/// <summary>
/// What the program remembers: in its process, or in Redis for all its processes. Safe to use from any number of handlers at once.
/// </summary>
internal interface IMemory
{
    const int MaxHistory = 50;
    const int MaxPictures = 5;

    /// <summary>The house as it is now.</summary>
    ValueTask<House> LookAsync();

    /// <summary>Changes the house, and forgets the rooms that are gone. False, and nothing is done, if it has changed meanwhile.</summary>
    ValueTask<bool> TryChangeAsync(House before, House after);

    /// <summary>Keeps the last of what was said in a room. The result has its id: a number above those of earlier messages.</summary>
    ValueTask<Kept> KeepAsync(Said said, byte[]? jpeg);

    /// <summary>The last of what was said in a room, the oldest first.</summary>
    ValueTask<IReadOnlyList<Kept>> PastAsync(string room);

    /// <summary>Begins a digest. Returns how many messages of people there were since the room was made, and the digest before.</summary>
    ValueTask<(int Messages, Digest? Last)> BeginDigestAsync(string room, DateTimeOffset at);

    /// <summary>The same text for somebody who waits for a room's summary, until it is answered.</summary>
    ValueTask<string> TicketAsync(string room, string who);

    ValueTask AnsweredAsync(string room, string who);
}

/// <summary>What was said, and the picture that goes with it, as the message it is sent in.</summary>
internal sealed record Kept(Said Said, byte[]? Picture);
