using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace QueueRun.Wire;

/// <summary>Ends one stream of an HTTP/2 connection, and no other.</summary>
/// <remarks>
/// The server uses a stream's objects again for the connection's next request: what is aborted after this one has ended must not hit that.
/// </remarks>
internal sealed class StreamReset : IDisposable
{
    /// <summary>What a reset TCP connection is in HTTP/2 (RFC 8441, 4).</summary>
    private const int Cancel = 0x8;

    private readonly Lock _gate = new();
    private readonly IHttpResetFeature? _reset;
    private readonly HttpContext _context;
    private bool _over;

    /// <param name="reset">The stream's own, where the server has it.</param>
    /// <param name="context">The request, which is aborted otherwise.</param>
    public StreamReset(IHttpResetFeature? reset, HttpContext context)
    {
        (_reset, _context) = (reset, context);
        context.Response.RegisterForDispose(this);
    }

    public void Abort()
    {
        lock (_gate)
        {
            if (_over) return;
            if (_reset is not null) _reset.Reset(Cancel);
            else _context.Abort();
        }
    }

    /// <summary>The request has ended.</summary>
    public void Dispose()
    {
        lock (_gate) _over = true;
    }
}
