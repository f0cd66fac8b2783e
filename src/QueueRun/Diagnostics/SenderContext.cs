using System.Diagnostics;
using System.Text.Json;
using QueueRun.Routing;

namespace QueueRun.Diagnostics;

/// <summary>
/// The trace that a message says it belongs to: its top-level properties <c>traceparent</c> and <c>tracestate</c>, as W3C Trace
/// Context writes them. Read by the propagator that ASP.NET Core reads a request's headers with, so one setting decides for both.
/// </summary>
internal static class SenderContext
{
    /// <summary>A tracestate has at most 512 characters (W3C Trace Context, 3.3.1.5); a traceparent has 55.</summary>
    private const int MaxLength = 512;

    /// <param name="call">A message that is known to be JSON.</param>
    /// <param name="propagator">Decides what of it counts.</param>
    /// <returns>The sender's context; default where there is none that is valid.</returns>
    public static ActivityContext Read(HandlerCall call, DistributedContextPropagator propagator)
    {
        // Most messages carry none, and this is much faster than a second reading.
        if (call.Message.Bytes.Memory.Span.IndexOf("\"traceparent\""u8) < 0) return default;

        propagator.ExtractTraceIdAndState(call, Get, out var parent, out var state);
        return ActivityContext.TryParse(parent, state, isRemote: true, out var context) ? context : default;
    }

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        (value, values) = (null, null);
        var reader = new Utf8JsonReader(((HandlerCall)carrier!).Message.Bytes.Memory.Span, new JsonReaderOptions { MaxDepth = RouteTable.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) value = Text(ref reader); // as everywhere: the last of its name counts
            reader.Skip();
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
        => reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } && reader.ValueSpan.Length <= MaxLength ? reader.GetString() : null;
}
