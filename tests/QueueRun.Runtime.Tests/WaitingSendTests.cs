using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Messaging;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

/// <summary>A send may have to wait for another process before its frame enters an outbox. Until then its bytes stay unchanged.</summary>
public sealed class WaitingSendTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DirectoryThatAsksFirst _directory = new();
    private readonly Socket _sockets;

    public WaitingSendTests() => _sockets = new Socket(
        new(new(new(), new()), _directory, new(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System)), NoContext.Instance);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_frame_is_held_until_its_send_has_completed()
    {
        var token = TestContext.Current.CancellationToken;
        var first = _sockets.To("ann").SendAsync("the first message", token).AsTask();
        var second = _sockets.To("ann").SendAsync("another of more bytes, whose frame would be the first one's", token).AsTask();
        _directory.Answer();
        await Task.WhenAll(first, second);

        Assert.Equal(["the first message", "another of more bytes, whose frame would be the first one's"], _directory.Delivered);
    }

    [Fact]
    public async Task A_frame_is_let_go_when_its_send_has_failed()
    {
        var token = TestContext.Current.CancellationToken;
        var sending = _sockets.To("ann").SendAsync("never delivered", token).AsTask();
        _directory.Fail(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => sending);
        Assert.Throws<ObjectDisposedException>(() => _directory.Asked.Single().Payload);
    }

    private sealed class DirectoryThatAsksFirst : IUserDirectory
    {
        private readonly TaskCompletionSource _answer = new();

        /// <summary>What each send delivers, in the order in which they asked.</summary>
        public List<string?> Delivered { get; } = [];

        public List<Frame> Asked { get; } = [];

        public void Answer() => _answer.SetResult();

        public void Fail(Exception error) => _answer.SetException(error);

        public async ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
        {
            var place = Delivered.Count;
            Asked.Add(frame);
            Delivered.Add(null);
            await _answer.Task;
            Delivered[place] = Encoding.UTF8.GetString(frame.Payload.Span); // sends that waited may go on in any order
            return new(to.UserIds.Length, []);
        }

        public ValueTask<bool> TryReserveAsync(string userId) => throw new NotSupportedException();

        public ValueTask ReleaseAsync(string userId) => throw new NotSupportedException();

        public ValueTask JoinAsync(Connection connection, ISocketUser user) => throw new NotSupportedException();

        public Task ReadyAsync(string userId) => throw new NotSupportedException();

        public ValueTask LeaveAsync(Connection connection, ISocketUser? user) => throw new NotSupportedException();

        public void GoOffline(string userId, int departure) => throw new NotSupportedException();

        public ValueTask LeaveRoomsAsync(string userId) => throw new NotSupportedException();

        public void Stop() => throw new NotSupportedException();

        public ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
