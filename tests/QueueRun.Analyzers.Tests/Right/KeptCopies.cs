// Bytes that are copied before they are kept, and bytes that are kept for the message only
class Store { public byte[]? Last { get; set; } public List<byte[]> All { get; } = []; public ReadOnlyMemory<byte> Any { get; set; } }

class Pictures(Store store)
{
    private ReadOnlyMemory<byte> _now;

    [SocketHandler]
    internal void Keep(ReadOnlyMemory<byte> data, SocketRequest request)
    {
        _now = data;
        var local = new List<ReadOnlyMemory<byte>>();
        local.Add(data);
        store.Last = data.ToArray();
        store.All.Add(request.Data.ToArray());
        store.Any = new byte[] { 1 };
        Console.WriteLine(_now.Length + local.Count);
    }

    [QueueHandler] internal static void Later(ReadOnlyMemory<byte> job, Store kept) => kept.Any = job;
}
