using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace QueueRun.Wire;

/// <summary>Ends one stream of an HTTP/2 connection, and no other.</summary>
/// <remarks>
/// The server reuses a stream's objects for the connection's next request: an abort after this request has ended must not hit the next.
/// </remarks>
internal sealed class StreamReset : IDisposable
{
    /// <summary>The error code in HTTP/2 for a reset TCP connection (RFC 8441, 4).</summary>
    private const int Cancel = 0x8;

    private readonly Lock _gate = new();
    private readonly IHttpResetFeature? _reset;
    private readonly HttpContext _context;
    private bool _over;

    /// <param name="reset">The stream's own reset feature, if the server has one.</param>
    /// <param name="context">The request, which is aborted if there is no such feature.</param>
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
