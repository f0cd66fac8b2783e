using System.Collections.Concurrent;
using QueueRun;

/// <summary>Visitors without a name draw on boards: a stroke goes to the others at its board, and a late visitor gets all.</summary>
internal static class Whiteboard
{
    [SocketHandler("action=boards")]
    internal static string[] List(Boards boards) => [.. boards.Names];

    /// <summary>Joins first, then sends the board in turn with its changes: what this connection gets later is newer.</summary>
    [SocketHandler("action=open-board/[board]")]
    internal static async Task OpenAsync(string board, ISocket socket, Boards boards)
    {
        var isNew = boards.Open(board);
        await socket.Connection.JoinAsync(Room(board));
        await boards.Find(board).InTurnAsync(now => socket.Connection.SendAsync(new Drawing(board, now.Number, [.. now.Strokes])));
        if (isNew) await socket.All.SendAsync(new BoardAdded(board));
    }

    [SocketHandler("action=leave-board/[board]")]
    internal static async Task LeaveAsync(string board, ISocket socket) => await socket.Connection.LeaveAsync(Room(board));

    /// <summary>To the others: the page shows its stroke already. A drawing with a number below the answer lacks the stroke.</summary>
    [SocketHandler("[board]")]
    internal static Task<int> DrawAsync(Draw data, string board, ISocket socket, Boards boards) => boards.Find(board).InTurnAsync(now =>
    {
        if (data.Stroke is not { Colour.Length: <= 20, Line: { Length: >= 4 and <= 2000 } line } stroke || line.Length % 2 != 0)
            throw new SocketErrorException("A stroke has a colour, and a line of 2 to 1000 points: x, y, x, y.");
        if (now.Strokes.Sum(old => old.Line.Length) + line.Length > 40_000) throw new SocketErrorException("The board is full: clear it.");
        now.Strokes.Add(stroke);
        return socket.ToRoom(Room(board)).Others.SendAsync(new Drawn(board, ++now.Number, stroke));
    });

    [SocketHandler("action=clear-board/[board]")]
    internal static Task ClearAsync(string board, ISocket socket, Boards boards) => boards.Find(board).InTurnAsync(now =>
    {
        now.Strokes.Clear();
        return socket.ToRoom(Room(board)).SendAsync(new Drawing(board, ++now.Number, []));
    });

    private static string Room(string board) => $"board {board}";
}

[SocketMessage("action", "draw")] internal sealed record Draw(Stroke? Stroke);
[SocketMessage("event", "drawing")] internal sealed record Drawing(string Board, int Number, Stroke[] Strokes);
[SocketMessage("event", "drawn")] internal sealed record Drawn(string Board, int Number, Stroke Stroke);
[SocketMessage("event", "board-added")] internal sealed record BoardAdded(string Board);
internal sealed record Stroke(string Colour, int[] Line);

internal sealed class Board
{
    public List<Stroke> Strokes { get; } = [];
    public int Number { get; set; }

    /// <summary>One change at a time, with its message: messages arrive in the order of the sends. Returns the change's number.</summary>
    public async Task<int> InTurnAsync(Func<Board, ValueTask<SendResult>> change)
    {
        ValueTask<SendResult> sent;
        int number;
        lock (Strokes) { sent = change(this); number = Number; }
        await sent;
        return number;
    }
}

internal sealed class Boards
{
    private readonly ConcurrentDictionary<string, Board> _boards = new();

    public ICollection<string> Names => _boards.Keys;
    public Board Find(string name) => _boards.GetValueOrDefault(name) ?? throw new SocketErrorException("There is no such board.");

    /// <summary>Returns whether the board is new.</summary>
    public bool Open(string name)
    {
        if (_boards.ContainsKey(name)) return false;
        if (name.Length <= 50 && !name.Any(char.IsControl) && _boards.Count < 100) return _boards.TryAdd(name, new Board());
        throw new SocketErrorException("A name has at most 50 characters and no control characters, and there are at most 100 boards.");
    }
}
