// A delegate, two types deep, in a partial record
partial record Room(string Name);
partial record Room { public Action? Changed { get; init; } }
record Rooms(List<Room> All);

static class Chat
{
    [SocketHandler("type=rooms")] internal static Rooms {|QR0040:List|}() => new([]);
}
