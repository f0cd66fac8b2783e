using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>What all conversations share.</summary>
internal sealed record ConversationServices(
    HandlerTable Handlers,
    WaitingRoom Waiting,
    SocketServices Sockets,
    QueueRunOptions Options,
    TimeProvider Time,
    IServiceProvider Root,
    ILogger<Conversation> Log,
    DistributedContextPropagator Propagator,
    CancellationToken Stopping)
{
    public MessageEncoding Encoding => Sockets.Encoding;

    public IUserDirectory Users => Sockets.Users;
}

/// <summary>Finds the handler of a message.</summary>
internal static class Dispatch
{
    public const string NotAvailable = "not available";

    /// <summary>What became of a message that no method was called for.</summary>
    public static string OutcomeOf(string error) => error == NotAvailable ? Outcome.NotAvailable : Outcome.Invalid;

    /// <summary>Finds the handler, or what the client hears.</summary>
    public static bool TryFind(
        HandlerTable handlers, InboundMessage message, MessageProperties properties,
        [NotNullWhen(true)] out RoutedHandler? handler, [NotNullWhen(false)] out string? error)
    {
        var data = message.Bytes.Memory.Span;
        (handler, error) = (null, null);
        if (!message.IsText)
        {
            handler = handlers.DefaultBinary;
            if (handler is null && Utf8.IsValid(data)) return TryFindText(handlers, data, properties, out handler, out error);
        }
        else
        {
            return TryFindText(handlers, data, properties, out handler, out error);
        }

        error = handler is null ? NotAvailable : null;
        return handler is not null;
    }

    /// <summary>What is wrong with text that is not one JSON document, or null.</summary>
    public static string? FindJsonError(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RouteTable.MaxDepth });
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException malformed)
        {
            return NotJson(malformed, text);
        }
    }

    private static bool TryFindText(
        HandlerTable handlers, ReadOnlySpan<byte> text, MessageProperties properties,
        [NotNullWhen(true)] out RoutedHandler? handler, [NotNullWhen(false)] out string? error)
    {
        (handler, error) = (handlers.DefaultText, null);
        if (handlers.HasRoutes || handlers.DefaultJson is not null || handler is null)
        {
            try
            {
                handlers.Routes.Read(text, properties, out var misspelled);
                if (misspelled is var (written, expected))
                {
                    // Read without regard to case it would be the route's property, and with regard to it another message.
                    error = $"$.{written}: expected the name \"{expected}\"";
                    return false;
                }

                if (handlers.Routes.TryFind(properties, out var routed)) handler = routed;
                else handler = handlers.DefaultJson ?? handlers.DefaultText;
                error = handler is null ? NotAvailable : null;
            }
            catch (JsonException malformed)
            {
                error = handler is null ? NotJson(malformed, text) : null;
            }
        }

        return error is null;
    }

    private static string NotJson(JsonException malformed, ReadOnlySpan<byte> text)
    {
        // The reader counts lines, and bytes within the line; a client has a string, and counts from its beginning.
        long at = malformed.BytePositionInLine ?? 0;
        var rest = text;
        for (var line = malformed.LineNumber ?? 0; line > 0 && rest.IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            at += end + 1;
            rest = rest[(end + 1)..];
        }

        var message = malformed.Message;
        var what = message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var suffix ? message[..suffix] : message;
        return $"not JSON: {what.TrimEnd('.')} (at byte {at})";
    }
}
