using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using QueueRun.Wire;

namespace QueueRun.Fuzz.Handshakes;

/// <summary>Requests in the form in which a server passes them on.</summary>
internal sealed class HandshakeTarget : FuzzTarget
{
    public override string Name => "handshake";

    public override byte[] Generate(Random random) => HandshakeGenerator.Generate(random);

    public override void Check(byte[] input)
    {
        if (HandshakeCase.Read(input) is not { } request) return;

        var (expected, actual) = (HandshakeReference.Read(request), Answer(request));
        if (expected != actual) throw new DifferenceException($"{request}\n{string.Join('\n', request.Headers)}\nexpected {expected}\nanswered {actual}");
    }

    private static Answer Answer(HandshakeCase request)
    {
        var context = new DefaultHttpContext();
        if (request.Kind is RequestKind.Connect)
        {
            context.Request.Method = HttpMethods.Connect;
            context.Features.Set<IHttpExtendedConnectFeature>(new Connecting(request.First));
        }
        else
        {
            context.Request.Method = request.First;
            context.Features.Set<IHttpUpgradeFeature>(new Upgrading(request.Kind is RequestKind.Upgradable));
        }

        context.Request.Protocol = request.Protocol;
        // As in Kestrel, an empty value counts as one.
        foreach (var (name, value) in request.Headers)
            context.Request.Headers[name] = StringValues.Concat(context.Request.Headers[name], new StringValues(value));

        if (Handshake.Check(context) is { } refusal)
        {
            Done(Handshake.RefuseAsync(context, refusal));
            if (refusal.StatusCode == 426 != context.Response.Headers.ContainsKey("Sec-WebSocket-Version")) throw new DifferenceException("426 names the version, and nothing else does");
            return new(context.Response.StatusCode);
        }

        var accepting = Handshake.AcceptAsync(context, new WireOptions(1000) { SubProtocols = request.SubProtocols, Compression = request.Compression }).AsTask();
        Done(accepting);
        var transport = accepting.Result ?? throw new DifferenceException("no transport");
        var answer = context.Response.Headers;
        string? extensions = answer.SecWebSocketExtensions;
        if (transport.SubProtocol != (string?)answer.SecWebSocketProtocol) throw new DifferenceException("the transport's subprotocol is not the answer's");
        if (transport.Compresses != (extensions is not null)) throw new DifferenceException("the transport's compression is not the answer's");

        Done(transport.CompleteAsync().AsTask());
        return new(request.Kind is RequestKind.Connect ? 200 : 101, answer.SecWebSocketAccept, transport.SubProtocol, extensions);
    }

    private static void Done(Task task)
    {
        if (!task.Wait(TimeSpan.FromSeconds(10))) throw new DifferenceException("no answer");
    }

    private sealed class Upgrading(bool isUpgradable) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => isUpgradable;

        public Task<Stream> UpgradeAsync() => Task.FromResult(Stream.Null);
    }

    private sealed class Connecting(string protocol) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => true;

        public string Protocol => protocol;

        public ValueTask<Stream> AcceptAsync() => new(Stream.Null);
    }
}
