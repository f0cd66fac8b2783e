// Two constructors, one marked; the object is disposed of asynchronously
class Upload : IAsyncDisposable
{
    private readonly TimeProvider _time;
    public Upload() : this(TimeProvider.System) { }
    [ActivatorUtilitiesConstructor] internal Upload(TimeProvider time) => _time = time;
    [SocketHandler] internal long Take(byte[] data) => data.Length + _time.GetTimestamp();
    public ValueTask DisposeAsync() => default;
}
