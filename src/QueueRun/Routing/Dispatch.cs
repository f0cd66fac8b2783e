using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using QueueRun.Connections;
using QueueRun.Diagnostics;

namespace QueueRun.Routing;

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

    /// <summary>Why no handler takes a message, in the program's own words.</summary>
    public static string? WhyNotAvailable(HandlerTable handlers, InboundMessage message, MessageProperties properties)
    {
        var data = message.Bytes.Memory.Span;
        if (!message.IsText && !Utf8.IsValid(data)) return "no handler takes binary messages";
        if (!handlers.HasRoutes) return null;
        // Only where all of it is one JSON document does it come here as text.
        return data.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var start && data[start] == '{' ? NearestRoute.Describe(handlers.Routes, properties) : "routes take JSON objects";
    }

    /// <summary>The error of text that is not one JSON document or has an invalid reference, or null. Notes the reference.</summary>
    public static string? FindJsonError(HandlerTable handlers, ReadOnlySpan<byte> text, MessageProperties properties)
    {
        try
        {
            return TryRead(handlers, text, properties, out var error) ? null : error;
        }
        catch (JsonException malformed)
        {
            return NotJson(malformed, text);
        }
    }

    /// <summary>Notes the reference of a message that is not handled. False if it is not JSON or has none.</summary>
    public static bool FindReference(HandlerTable handlers, InboundMessage message, MessageProperties properties)
    {
        var text = message.Bytes.Memory.Span;
        if (text.IndexOfAny((byte)'#', (byte)'\\') < 0 || (!message.IsText && (handlers.DefaultBinary is not null || !Utf8.IsValid(text)))) return false;
        try
        {
            return TryRead(handlers, text, properties, out _) && properties.Reference.End.Value > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryFindText(
        HandlerTable handlers, ReadOnlySpan<byte> text, MessageProperties properties,
        [NotNullWhen(true)] out RoutedHandler? handler, [NotNullWhen(false)] out string? error)
    {
        (handler, error) = (handlers.DefaultText, null);
        if (handlers.ReadsJson)
        {
            try
            {
                if (!TryRead(handlers, text, properties, out error))
                {
                    handler = null;
                    return false;
                }

                handler = handlers.Routes.Find(text, properties, handlers.DefaultJson, out var misspelled) ?? handlers.DefaultText;
                if (misspelled is var (written, expected))
                {
                    // Read without regard to case it would be the route's property, and with regard to it another message.
                    (handler, error) = (null, $"$.{written}: expected the name \"{expected}\"");
                    return false;
                }

                error = handler is null ? NotAvailable : null;
            }
            catch (JsonException malformed)
            {
                error = handler is null ? NotJson(malformed, text) : null;
            }
        }

        return error is null;
    }

    /// <summary>Reads a JSON document, and notes its reference and the properties of routes. False if the reference is invalid.</summary>
    private static bool TryRead(HandlerTable handlers, ReadOnlySpan<byte> text, MessageProperties properties, [NotNullWhen(false)] out string? error)
    {
        error = null;
        handlers.Routes.Read(text, properties);
        var reference = handlers.Routes.Reference(properties);
        if (reference.Type is JsonTokenType.None) return true;

        var range = reference.Start..(reference.Start + reference.Length);
        if (MessageReference.IsValid(reference.Type, text[range])) properties.Reference = range;
        else error = MessageReference.Wrong;
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
