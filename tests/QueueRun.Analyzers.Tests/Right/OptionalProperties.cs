// Properties that may be missing, in every way to say what stands for them
[SocketMessage("type", "note")] record Note(string Text);

enum Order { Newest, Oldest }

static class Lists
{
    [SocketHandler("type=list/[page?]/[size?]/[order?]/[after?]/[tags?]")]
    internal static string Read(int? page, DateOnly? after, string[]? tags, int size = 20, Order order = Order.Oldest) => $"{page} {after} {tags} {size} {order}";

    [SocketHandler("[room?]")] internal static string Note(Note note, string? room) => note.Text + room;

    [SocketHandler("[lang?]")] internal static string Other(JsonElement data, string lang = "en") => lang + data;

#nullable disable
    [SocketHandler("type=old/[name?]")] internal static string Old(string name) => name;
}
