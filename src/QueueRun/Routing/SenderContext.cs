using System.Diagnostics;
using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>
/// The sender's trace, from a message's top-level properties <c>traceparent</c> and <c>tracestate</c>, in the format of W3C Trace Context.
/// ASP.NET Core's propagator for the headers of requests reads them, so one setting is valid for both.
/// </summary>
internal static class SenderContext
{
    /// <summary>A tracestate has at most 512 characters (W3C Trace Context, 3.3.1.5); a traceparent has 55.</summary>
    private const int MaxLength = 512;

    /// <param name="call">A message that is known to be JSON.</param>
    /// <param name="propagator">Reads the trace.</param>
    /// <returns>The sender's context; default if there is no valid one.</returns>
    public static ActivityContext Read(HandlerCall call, DistributedContextPropagator propagator)
    {
        // Most messages have none, and this search is much faster than reading the message again.
        if (call.Message.Bytes.Memory.Span.IndexOf("\"traceparent\""u8) < 0) return default;

        propagator.ExtractTraceIdAndState(call, Get, out var parent, out var state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
    }

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        (value, values) = (null, null);
        var reader = new Utf8JsonReader(((HandlerCall)carrier!).Message.Bytes.Memory.Span, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) value = Text(ref reader); // the last property of a name counts, as in all reading of messages
            reader.Skip();
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
        => reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } && reader.ValueSpan.Length <= MaxLength ? reader.GetString() : null;
}
