using System.Collections.Concurrent;
using QueueRun;

/// <summary>
/// A list for each user. A call with <c>#</c> gets its own answer or error; every change goes to all of the user's tabs, the calling one
/// too, in the order of the changes: so they never differ.
/// </summary>
internal static class Todo
{
    private const int MaxItems = 100;

    /// <summary>A tab that opens asks for the list. What comes later on this connection is newer.</summary>
    [SocketHandler("action=todos")]
    internal static Task ListAsync(string userId, ISocket socket, TodoLists lists)
        => lists.InTurnAsync(userId, list => socket.Connection.SendAsync(new Todos([.. list])));

    [SocketHandler]
    internal static async Task<int> AddAsync(AddTodo data, string userId, ISocket socket, TodoLists lists)
    {
        var (title, id) = (Check(data.Title), lists.NewId());
        await lists.InTurnAsync(userId, list =>
        {
            if (list.Count == MaxItems) throw new SocketErrorException($"There are {MaxItems} items: do some of them first.");
            list.Add(new Item(id, title, Done: false));
            return socket.SendAsync(new TodoChanged(id, list[^1]));
        });
        return id;
    }

    [SocketHandler]
    internal static async Task ChangeAsync(ChangeTodo data, string userId, ISocket socket, TodoLists lists)
    {
        var title = data.Title is null ? null : Check(data.Title);
        await lists.InTurnAsync(userId, list =>
        {
            var at = Find(list, data.Id);
            list[at] = list[at] with { Title = title ?? list[at].Title, Done = data.Done ?? list[at].Done };
            return socket.SendAsync(new TodoChanged(data.Id, list[at]));
        });
    }

    [SocketHandler("action=remove-todo/[id]")]
    internal static Task RemoveAsync(int id, string userId, ISocket socket, TodoLists lists) => lists.InTurnAsync(userId, list =>
    {
        list.RemoveAt(Find(list, id));
        return socket.SendAsync(new TodoChanged(id, Item: null));
    });

    private static int Find(List<Item> list, int id)
        => list.FindIndex(item => item.Id == id) is >= 0 and var at ? at : throw new SocketErrorException("There is no such item.");

    private static string Check(string? title)
        => title?.Trim() is { Length: > 0 and <= 100 } text ? text : throw new SocketErrorException("A title has 1 to 100 characters.");
}

[SocketMessage("action", "add-todo")] internal sealed record AddTodo(string? Title);
[SocketMessage("action", "change-todo")] internal sealed record ChangeTodo(int Id, string? Title, bool? Done);
[SocketMessage("event", "todos")] internal sealed record Todos(Item[] Items);
[SocketMessage("event", "todo")] internal sealed record TodoChanged(int Id, Item? Item);
internal sealed record Item(int Id, string Title, bool Done);

internal sealed class TodoLists
{
    private readonly ConcurrentDictionary<string, List<Item>> _lists = new();
    private int _last;

    public int NewId() => Interlocked.Increment(ref _last);

    /// <summary>One change of a list at a time, with its message: messages arrive in the order of the calls.</summary>
    public async Task InTurnAsync(string userId, Func<List<Item>, ValueTask<SendResult>> change)
    {
        var list = _lists.GetOrAdd(userId, static _ => []);
        ValueTask<SendResult> sent;
        lock (list) sent = change(list);
        await sent;
    }
}
