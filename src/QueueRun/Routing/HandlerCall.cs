using System.ComponentModel;
using System.Diagnostics;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>One message on its way to a method: what emitted code binds the method's parameters from, and answers through.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class HandlerCall : MessageCall
{
    private readonly CallTimer _timer;
    private Conversation _conversation = null!; // this and the next two change with the connection that has the call
    private Connection _connection = null!;
    private CallRunner _runner = null!;
    private InboundMessage _message;
    private IServiceProvider? _services;
    private string? _requestId;
    private bool _isLeft;   // by one of the two that need a late call: such an object is not used again

    /// <summary>What is seen of the call from outside.</summary>
    internal CallWatch Watch;

    internal HandlerCall(TimeProvider time) => _timer = new(new Deadline(time, null), this);

    /// <summary>What calls the method.</summary>
    internal CallRunner Runner => _runner;

    /// <summary>What routes may ask of the message.</summary>
    internal MessageProperties Properties { get; } = new();

    /// <summary>The handler that was found, for the properties of its route; null in authentication.</summary>
    internal RoutedHandler? Handler { get; private set; }

    /// <summary>The method's full name.</summary>
    internal string Name { get; private set; } = "";

    internal CallTimer Timer => _timer;

    internal InboundMessage Message => _message;

    /// <summary>Whether the message has a reference: the client expects an answer.</summary>
    internal bool HasReference => Properties.Reference.End.Value > 0;

    /// <summary>The reference, as the client wrote it; empty if the message has none.</summary>
    internal ReadOnlyMemory<byte> Reference => HasReference ? _message.Bytes.Memory[Properties.Reference] : default;

    /// <summary>Whether the next message need not wait for the method.</summary>
    internal bool IsConcurrent => Handler is { IsConcurrent: true };

    internal string ConnectionId => _connection.Id;

    /// <summary>The id of this message, made when somebody asks.</summary>
    internal string RequestId => _requestId ??= _conversation.NextRequestId();

    private protected override IServiceProvider Services => _services!;

    private protected override ReadOnlyMemory<byte> Content => _message.Bytes.Memory;

    private protected override MessageReading Reading => _conversation.Encoding.Reading;

    private protected override string[] Passed => Handler?.PropertyNames ?? [];

    /// <summary>The connection's socket.</summary>
    public ISocket Socket => _conversation.Socket;

    /// <summary>The request, for methods that ask for it.</summary>
    public SocketRequest Request => new(
        _connection.Id, _connection.SubProtocol, RequestId, HasReference ? Encoding.UTF8.GetString(Reference.Span) : null, _connection.User,
        _message.Bytes.Memory, Token);

    /// <summary>Cancelled at the timeout, when the client cancels the message's reference, on disconnect and on shutdown.</summary>
    public CancellationToken Token => _timer.Token;

    /// <summary>The upgrade request, for methods that are described as in need of it.</summary>
    public HttpContext HttpContext => _connection.HttpContext
        ?? throw new InvalidOperationException("The upgrade request has ended, because no method of this endpoint was described as in need of it.");

    /// <summary>The upgrade request; null if it has ended.</summary>
    internal HttpContext? RequestOrNull => _connection.HttpContext;

    /// <summary>The link to the span of the upgrade request, or null.</summary>
    internal ActivityLink[]? UpgradeSpan => _connection.UpgradeSpan;

    /// <summary>The principal of the connection's user; if the user has none, the principal that ASP.NET Core has authenticated.</summary>
    public ClaimsPrincipal Principal => _connection.Principal;

    /// <summary>The id of the connection's user, who must be authenticated.</summary>
    public string UserId() => UserIdOrNull() ?? throw NotAuthenticated();

    /// <summary>The id of the connection's user, or null.</summary>
    public string? UserIdOrNull() => _connection.User?.Id;

    /// <summary>The connection's user, who must be authenticated and of this type.</summary>
    public TUser User<TUser>() where TUser : class => UserOrNull<TUser>() ?? throw NotAuthenticated();

    /// <summary>The connection's user, or null where there is none of this type.</summary>
    public TUser? UserOrNull<TUser>() where TUser : class => _connection.User as TUser;

    /// <summary>
    /// The property of the route's condition with this index, as text: strings, and numbers and booleans as JSON writes them.
    /// </summary>
    public string PropertyText(int condition) => TextOf(Value(condition, out var name), name);

    /// <summary>The property of the route's condition with this index, read from JSON.</summary>
    public T Property<T>(int condition) => Read<T>(JsonOf(Value(condition, out var name)), PathOf(name));

    /// <summary>The route's optional property with this index, as text; what stands for it where it is missing or null.</summary>
    public string? OptionalText(int property, string? otherwise = null)
        => TryGetOptional(property, out var value, out var name) ? TextOf(value, name) : otherwise;

    /// <summary>The route's optional property with this index, read from JSON; what stands for it where it is missing or null.</summary>
    public T? OptionalProperty<T>(int property, T? otherwise = default)
        => TryGetOptional(property, out var value, out var name) ? Read<T>(JsonOf(value), PathOf(name)) : otherwise;

    /// <summary>Throws if the connection's user is not of each of these types.</summary>
    internal void RequireUsers(Type[] types)
    {
        foreach (var type in types)
        {
            if (!type.IsInstanceOfType(_connection.User)) throw NotAuthenticated();
        }
    }

    /// <summary>A connection has the call from now on.</summary>
    /// <param name="conversation">What the messages belong to.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="runner">What calls the methods.</param>
    /// <param name="gate">The lock of the connection's calls.</param>
    internal void MoveTo(Conversation conversation, Connection connection, CallRunner runner, Lock gate)
    {
        (_conversation, _connection, _runner) = (conversation, connection, runner);
        _timer.MoveTo(gate);
    }

    /// <summary>No connection has the call any more. It must have ended.</summary>
    internal void Leave()
    {
        _timer.MoveTo(null);
        (_conversation, _connection, _runner) = (null!, null!, null!);
        Watch = default;
    }

    internal void Begin(InboundMessage message) => _message = message;

    internal void Invoke(RoutedHandler? handler, string name, IServiceProvider services)
        => (Handler, Name, _services) = (handler, name, services);

    /// <summary>
    /// A late method has ended, or its client has been told. True for the second of the two: then nobody needs the message any more.
    /// </summary>
    internal bool LeaveLate() => Interlocked.Exchange(ref _isLeft, true);

    /// <summary>The method has really ended: the message's bytes go back.</summary>
    internal void End()
    {
        DisposeDocument();
        _message.Bytes.Return();
        if (HasReference) _answer?.Reset();
        (_message, _services, _requestId, Handler, _hasReplied) = (default, null, null, null, false);
        Properties.Clear();
    }

    private PropertyValue Value(int condition, out string name)
    {
        name = Handler!.Descriptor.Route[condition].Property;
        return Properties.Get(Handler.Slots[condition]);
    }

    private bool TryGetOptional(int property, out PropertyValue value, out string name)
    {
        var descriptor = Handler!.Descriptor;
        name = descriptor.OptionalProperties[property];
        value = Properties.Get(Handler.Slots[descriptor.Route.Length + property]);
        return value.Type is not (JsonTokenType.None or JsonTokenType.Null);
    }

    private ReadOnlyMemory<byte> JsonOf(in PropertyValue value) => _message.Bytes.Memory.Slice(value.Start, value.Length);

    private string TextOf(in PropertyValue value, string name)
    {
        var json = JsonOf(value);
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
                    throw new MessageErrorException($"{PathOf(name)}: expected {JsonExpectation.Unicode}");
                }
        }

        throw new MessageErrorException($"{PathOf(name)}: expected a string");
    }

    private static string PathOf(string property) => "$" + JsonPath.Segment(property);

    private static MessageErrorException NotAuthenticated() => new("not authenticated", Outcome.NotAuthenticated);
}
