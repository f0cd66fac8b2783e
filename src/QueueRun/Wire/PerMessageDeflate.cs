using Microsoft.Extensions.Primitives;

namespace QueueRun.Wire;

/// <summary>The server's side of the negotiation of permessage-deflate (RFC 7692, 7.1).</summary>
/// <remarks>
/// Neither side keeps its context between messages. A message compressed without a context is the same for all recipients, so it is
/// compressed once; and between messages, no connection holds a window. The server's window has the full size: an offer that requires a
/// smaller one is declined.
/// </remarks>
internal static class PerMessageDeflate
{
    private const string Name = "permessage-deflate";
    private const string Terms = $"{Name}; server_no_context_takeover; client_no_context_takeover";
    private const int MaxWindowBits = 15;

    [Flags]
    private enum Parameters
    {
        None = 0,
        ServerNoContextTakeover = 1,
        ClientNoContextTakeover = 2,
        ServerMaxWindowBits = 4,
        ClientMaxWindowBits = 8,
    }

    /// <summary>The answer to the first acceptable offer; null if there is none.</summary>
    /// <param name="extensions">The lines of the request's <c>Sec-WebSocket-Extensions</c>.</param>
    public static string? Accept(StringValues extensions)
    {
        foreach (var line in extensions)
        {
            var rest = line.AsSpan();
            while (TryTake(ref rest, ',', out var offer))
            {
                if (!TryRead(offer, out var parameters, out var clientBits)) continue;

                // The client may choose its own window; some clients expect it in the answer.
                var answer = Terms;
                if (parameters.HasFlag(Parameters.ServerMaxWindowBits)) answer += $"; server_max_window_bits={MaxWindowBits}";
                if (clientBits is not null) answer += $"; client_max_window_bits={clientBits}";
                return answer;
            }
        }

        return null;
    }

    /// <summary>False if the text is not an offer of this extension, or is one that must be declined.</summary>
    private static bool TryRead(ReadOnlySpan<char> offer, out Parameters parameters, out int? clientBits)
    {
        (parameters, clientBits) = (Parameters.None, null);
        if (offer.EndsWith(";") || !TryTake(ref offer, ';', out var name) || name is not Name) return false;

        while (TryTake(ref offer, ';', out var text))
        {
            var equals = text.IndexOf('=');
            var hasValue = equals >= 0;
            var value = hasValue ? Unquote(text[(equals + 1)..].Trim(" \t")) : default;
            if (hasValue) text = text[..equals].TrimEnd(" \t");
            var parameter = text switch
            {
                "server_no_context_takeover" when !hasValue => Parameters.ServerNoContextTakeover,
                "client_no_context_takeover" when !hasValue => Parameters.ClientNoContextTakeover,
                "client_max_window_bits" when !hasValue || WindowBits(value) is not null => Parameters.ClientMaxWindowBits,
                "server_max_window_bits" when WindowBits(value) is MaxWindowBits => Parameters.ServerMaxWindowBits,
                _ => Parameters.None,
            };
            if (parameter is Parameters.None || parameters.HasFlag(parameter)) return false;

            parameters |= parameter;
            if (parameter is Parameters.ClientMaxWindowBits) clientBits = WindowBits(value);
        }

        return true;
    }

    private static int? WindowBits(ReadOnlySpan<char> value) => value switch
    {
        [>= '8' and <= '9'] => value[0] - '0',
        ['1', >= '0' and <= '5'] => 10 + value[1] - '0',
        _ => null,
    };

    /// <summary>A value may be quoted (RFC 6455, 9.1). No accepted value needs an escape.</summary>
    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;

    /// <summary>Takes the text before the next separator outside quotes; false if nothing is left.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, char separator, out ReadOnlySpan<char> part)
    {
        part = rest;
        if (rest.IsEmpty) return false;

        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"') quoted = !quoted;
            if (quoted || rest[i] != separator) continue;

            part = rest[..i].Trim(" \t");
            rest = rest[(i + 1)..];
            return true;
        }

        part = rest.Trim(" \t");
        rest = default;
        return true;
    }
}
