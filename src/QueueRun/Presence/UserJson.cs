using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QueueRun.Messaging;

namespace QueueRun.Presence;

/// <summary>
/// The JSON of users, for a hook that is called by a process which has never seen the user: only of those types that hooks take. The type
/// of a user is written too, because hooks may take several.
/// </summary>
internal sealed class UserJson
{
    private readonly ConcurrentDictionary<Type, UserType?> _ofUsers = [];
    private readonly UserType[] _types;
    private readonly MessageEncoding _encoding;
    private readonly ILogger<UserJson> _log;

    public UserJson(IEnumerable<UserType> types, MessageEncoding encoding, ILogger<UserJson> log)
        => (_types, _encoding, _log) = ([.. types.OrderBy(type => type.Name, StringComparer.Ordinal)], encoding, log);

    /// <summary>Whether no hook takes a type of the application's own: no user is written.</summary>
    public bool IsEmpty => _types.Length == 0;

    /// <summary>The JSON of a user; null if no hook takes the user's type, or if the user cannot be written.</summary>
    public byte[]? Write(ISocketUser user)
    {
        if (IsEmpty || _ofUsers.GetOrAdd(user.GetType(), Find) is not { } type) return null;

        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(buffer, MessageEncoding.WriterOptions);
            json.WriteStartArray();
            json.WriteStringValue(type.Name);
            type.Write(json, user, _encoding.Options);
            json.WriteEndArray();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
#pragma warning disable CA1031 // A getter or a converter of the application's type threw.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.UserNotWritten(error, user.Id);
            return null;
        }
    }

    /// <summary>The user from JSON that <see cref="Write"/> has returned at any process; without that, one with only an id.</summary>
    public ISocketUser Read(string userId, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return new SocketUser(userId);

        try
        {
            var user = Read(json);
            // Presence is kept by ids.
            return user.Id == userId ? user : throw new InvalidOperationException("The id that is read is another one: the type's JSON must have it.");
        }
#pragma warning disable CA1031 // A constructor, a setter or a converter of the application's type threw, or another version has written.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.UserNotRead(error, userId);
            return new SocketUser(userId);
        }
    }

    private ISocketUser Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray || !reader.Read() || reader.TokenType is not JsonTokenType.String)
            throw new JsonException("It is not a type and a user.");

        var name = reader.GetString();
        var type = Array.Find(_types, type => type.Name == name) ?? throw new JsonException($"No hook takes the type '{name}'.");
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.EndArray || reader.Read()) throw new JsonException("There is more than a type and a user.");

        return type.Read(json[start..end].ToArray(), _encoding.Reading) ?? throw new JsonException("The user is null.");
    }

    // The user's own type if a hook takes it, else the type that derives from the others.
    private UserType? Find(Type user)
        => Array.Find(_types, type => type.Type == user)
            ?? Array.Find(_types, type => type.Type.IsAssignableFrom(user)
                && !_types.Any(other => other != type && other.Type.IsAssignableFrom(user) && type.Type.IsAssignableFrom(other.Type)));
}
