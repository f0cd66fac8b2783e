// In a property of a service, and in a queue of it
class Store
{
    public ReadOnlyMemory<byte> Last { get; set; }
    public Queue<ReadOnlyMemory<byte>> All { get; } = new();
}

partial class Pictures
{
    [SocketHandler]
    internal static void Keep(ReadOnlyMemory<byte> data, Store store)
    {
        store.Last = {|QR0014:data.Slice(4)|};
        store.All.Enqueue({|QR0014:data|});
    }
}
