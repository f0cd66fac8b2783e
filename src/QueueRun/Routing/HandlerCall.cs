using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QueueRun.Hosting;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>One message on its way to a method: what emitted code binds the method's parameters from, and answers through.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerCall : EmittedCall
{
    private protected override IServiceProvider Services => throw new NotSupportedException();

    /// <summary>The connection's socket.</summary>
    public ISocket Socket => throw new NotSupportedException();

    /// <summary>The request, for methods that ask for it.</summary>
    public SocketRequest Request => throw new NotSupportedException();

    /// <summary>Cancelled at the timeout, on disconnect and on shutdown.</summary>
    public CancellationToken Token => throw new NotSupportedException();

    /// <summary>The upgrade request.</summary>
    public HttpContext HttpContext => throw new NotSupportedException();

    /// <summary>Who ASP.NET Core says it is.</summary>
    public ClaimsPrincipal Principal => throw new NotSupportedException();

    /// <summary>The id of the connection's user, who must be authenticated.</summary>
    public string UserId() => throw new NotSupportedException();

    /// <summary>The id of the connection's user, or null.</summary>
    public string? UserIdOrNull() => throw new NotSupportedException();

    /// <summary>The connection's user, who must be authenticated and of this type.</summary>
    public TUser User<TUser>() where TUser : class => throw new NotSupportedException();

    /// <summary>The connection's user, or null where there is none of this type.</summary>
    public TUser? UserOrNull<TUser>() where TUser : class => throw new NotSupportedException();

    /// <summary>The message, read from JSON.</summary>
    public T Json<T>() => throw new NotSupportedException();

    /// <summary>The message as a JSON element that outlives the call.</summary>
    public JsonElement Element() => throw new NotSupportedException();

    /// <summary>The message as a JSON document that is disposed after the call.</summary>
    public JsonDocument Document() => throw new NotSupportedException();

    /// <summary>The message as text.</summary>
    public string Text() => throw new NotSupportedException();

    /// <summary>The message as an array of its own.</summary>
    public byte[] Bytes() => throw new NotSupportedException();

    /// <summary>The message's bytes, valid until the method has ended.</summary>
    public ReadOnlyMemory<byte> Memory() => throw new NotSupportedException();

    /// <summary>The property of the route's condition with this index, as text: strings, and numbers and booleans as JSON writes them.</summary>
    public string PropertyText(int condition) => throw new NotSupportedException();

    /// <summary>The property of the route's condition with this index, read from JSON.</summary>
    public T Property<T>(int condition) => throw new NotSupportedException();

    /// <summary>Sends what the method returned to the current connection; nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value, MessageWriter<T> writer) => throw new NotSupportedException();

    /// <summary>Sends what the method returned (text, bytes, or a type known at run time only); nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value) => throw new NotSupportedException();

    /// <summary>Sends each element to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values, MessageWriter<T> writer) => throw new NotSupportedException();

    /// <summary>Sends each element (text, bytes, or a type known at run time only) to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values) => throw new NotSupportedException();
}
