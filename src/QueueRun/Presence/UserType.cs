using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Presence;

/// <summary>A type of users that hooks take, and that is written and read by emitted code.</summary>
internal abstract class UserType
{
    public abstract Type Type { get; }

    /// <summary>The type's name in JSON.</summary>
    public abstract string Name { get; }

    public abstract void Write(Utf8JsonWriter json, ISocketUser user, JsonSerializerOptions options);

    /// <summary>Reads a user; null for a JSON null.</summary>
    public abstract ISocketUser? Read(ReadOnlyMemory<byte> json, MessageReading reading);
}

/// <inheritdoc cref="UserType"/>
/// <param name="writer">The emitted writer.</param>
internal sealed class UserType<TUser>(MessageWriter<TUser> writer) : UserType where TUser : class, ISocketUser
{
    public override Type Type => typeof(TUser);

    // Two assemblies may have types of one name.
    public override string Name { get; } = $"{typeof(TUser)}, {typeof(TUser).Assembly.GetName().Name}";

    public override void Write(Utf8JsonWriter json, ISocketUser user, JsonSerializerOptions options) => writer(json, (TUser)user, options);

    public override ISocketUser? Read(ReadOnlyMemory<byte> json, MessageReading reading) => reading.Of<TUser>().Read(json);
}
