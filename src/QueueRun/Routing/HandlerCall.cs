using System.ComponentModel;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>One message on its way to a method: what emitted code binds the method's parameters from, and answers through.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerCall : MessageCall
{
    private readonly Conversation _conversation;
    private readonly Connection _connection;
    private readonly CallTimer _timer;
    private InboundMessage _message;
    private IServiceProvider? _services;
    private string? _requestId;

    /// <summary>What is seen of the call from outside.</summary>
    internal CallWatch Watch;

    internal HandlerCall(Conversation conversation, Connection connection, Lock gate, Deadline deadline)
    {
        (_conversation, _connection) = (conversation, connection);
        _timer = new(gate, deadline, this);
    }

    /// <summary>What routes may ask of the message.</summary>
    internal MessageProperties Properties { get; } = new();

    /// <summary>The handler that was found, for the properties of its route; null in authentication.</summary>
    internal RoutedHandler? Handler { get; private set; }

    /// <summary>The method's full name.</summary>
    internal string Name { get; private set; } = "";

    internal CallTimer Timer => _timer;

    internal InboundMessage Message => _message;

    internal string ConnectionId => _connection.Id;

    /// <summary>The id of this message, made when somebody asks.</summary>
    internal string RequestId => _requestId ??= _conversation.NextRequestId();

    private protected override IServiceProvider Services => _services!;

    private protected override ReadOnlyMemory<byte> Content => _message.Bytes.Memory;

    private protected override MessageReading Reading => _conversation.Encoding.Reading;

    /// <summary>The connection's socket.</summary>
    public ISocket Socket => _conversation.Socket;

    /// <summary>The request, for methods that ask for it.</summary>
    public SocketRequest Request => new(_connection, RequestId, _message.Bytes.Memory, Token);

    /// <summary>Cancelled at the timeout, on disconnect and on shutdown.</summary>
    public CancellationToken Token => _timer.Token;

    /// <summary>The upgrade request.</summary>
    public HttpContext HttpContext => _connection.HttpContext;

    /// <summary>Who ASP.NET Core says it is.</summary>
    public ClaimsPrincipal Principal => _connection.Principal;

    /// <summary>The id of the connection's user, who must be authenticated.</summary>
    public string UserId() => UserIdOrNull() ?? throw NotAuthenticated();

    /// <summary>The id of the connection's user, or null.</summary>
    public string? UserIdOrNull() => _connection.User?.Id;

    /// <summary>The connection's user, who must be authenticated and of this type.</summary>
    public TUser User<TUser>() where TUser : class => UserOrNull<TUser>() ?? throw NotAuthenticated();

    /// <summary>The connection's user, or null where there is none of this type.</summary>
    public TUser? UserOrNull<TUser>() where TUser : class => _connection.User as TUser;

    /// <summary>The property of the route's condition with this index, as text: strings, and numbers and booleans as JSON writes them.</summary>
    public string PropertyText(int condition)
    {
        var value = Value(condition, out var name);
        var json = _message.Bytes.Memory.Slice(value.Start, value.Length);
        switch (value.Type)
        {
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.ASCII.GetString(json.Span);

            case JsonTokenType.String:
                var reader = new Utf8JsonReader(json.Span);
                reader.Read();
                try
                {
                    return reader.GetString()!;
                }
                catch (InvalidOperationException) // an escaped half of a surrogate pair
                {
                    break;
                }
        }

        throw new MessageErrorException($"{PathOf(name)}: expected a string");
    }

    /// <summary>The property of the route's condition with this index, read from JSON.</summary>
    public T Property<T>(int condition)
    {
        var value = Value(condition, out var name);
        return Read<T>(_message.Bytes.Memory.Slice(value.Start, value.Length), PathOf(name));
    }

    /// <summary>Sends what the method returned to the current connection; nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value, MessageWriter<T> writer)
        => value is null ? default : _conversation.ReplyAsync(this, _conversation.Encoding.Encode(value, writer));

    /// <summary>Sends what the method returned (text, bytes, or a type known at run time only); nothing for null.</summary>
    public ValueTask ReplyAsync<T>(T value)
        => value is null ? default : _conversation.ReplyAsync(this, _conversation.Encoding.Encode(value));

    /// <summary>Sends each element to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values, MessageWriter<T> writer)
        => StreamAsync(values, value => ReplyAsync(value, writer));

    /// <summary>Sends each element (text, bytes, or a type known at run time only) to the current connection.</summary>
    public ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values) => StreamAsync(values, ReplyAsync);

    internal void TimedOut() => _conversation.TimedOut(this);

    internal void Begin(InboundMessage message) => _message = message;

    internal void Invoke(RoutedHandler? handler, string name, IServiceProvider services)
        => (Handler, Name, _services) = (handler, name, services);

    /// <summary>The method has really ended: the message's bytes go back.</summary>
    internal void End()
    {
        DisposeDocument();
        _message.Bytes.Return();
        (_message, _services, _requestId, Handler) = (default, null, null, null);
        Properties.Clear();
    }

    private async ValueTask StreamAsync<T>(IAsyncEnumerable<T>? values, Func<T, ValueTask> send)
    {
        if (values is null) return;

        await foreach (var value in values.WithCancellation(Token))
        {
            await send(value);
            if (!_timer.Restart() || _conversation.IsStopping) break;
        }
    }

    private PropertyValue Value(int condition, out string name)
    {
        name = Handler!.Descriptor.Route[condition].Property;
        return Properties.Get(Handler.Slots[condition]);
    }

    private static string PathOf(string property)
        => property.All(char.IsLetterOrDigit) ? $"$.{property}" : $"$['{property}']";

    private static MessageErrorException NotAuthenticated() => new("not authenticated", Outcome.NotAuthenticated);
}
