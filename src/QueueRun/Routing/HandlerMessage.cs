using System.ComponentModel;

namespace QueueRun.Routing;

/// <summary>The type of a handler's message. Written by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerMessage
{
    private HandlerMessage(Type type, Func<HandlerCall, object?> read) => (Type, Read) = (type, read);

    /// <summary>The type; for a nullable type its underlying type, because a message is never null.</summary>
    internal Type Type { get; }

    /// <summary>Reads the message of a call.</summary>
    internal Func<HandlerCall, object?> Read { get; }

    /// <summary>The message of a type that is read from JSON.</summary>
    public static HandlerMessage Of<T>() => new(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), static call => call.Json<T>());
}
