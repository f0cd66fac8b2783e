using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace QueueRun.Fuzz.Handshakes;

/// <summary>The expected answer.</summary>
/// <param name="Status">The HTTP status; 101 or 200 if a WebSocket is opened.</param>
/// <param name="Accept">The answer to the key.</param>
/// <param name="SubProtocol">The agreed subprotocol.</param>
/// <param name="Extensions">The agreed extensions.</param>
internal sealed record Answer(int Status, string? Accept = null, string? SubProtocol = null, string? Extensions = null);

/// <summary>RFC 6455, 4.2, RFC 8441 and RFC 7692, 7.1, as described on the page about the wire.</summary>
internal static partial class HandshakeReference
{
    public static Answer Read(HandshakeCase request)
    {
        if (request.Kind is RequestKind.Connect)
        {
            if (!string.Equals(request.First, "websocket", StringComparison.OrdinalIgnoreCase)) return new(501);
            return Version() is { } refused ? refused : Opened(200, AnswerToKey());
        }

        if (request.First != "GET") return new(405);
        if (!Tokens("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase)) return new(All("Sec-WebSocket-Key").Length == 0 ? 426 : 400);
        if (!Tokens("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase)) return new(400);
        if (string.Equals(request.Protocol, "HTTP/1.0", StringComparison.OrdinalIgnoreCase)) return new(400);
        if (Version() is { } wrong) return wrong;
        if (AnswerToKey() is not { } accept) return new(400);
        return request.Kind is RequestKind.NotUpgradable ? new(400) : Opened(101, accept);

        string[] All(string name) => [.. request.Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

        IEnumerable<string> Tokens(string name) => All(name).SelectMany(line => line.Split(',')).Select(token => token.Trim(' ', '\t'));

#pragma warning disable CA5350 // The RFC asks for it.
        string? AnswerToKey() => All("Sec-WebSocket-Key") is [var key] && SixteenBytes().IsMatch(key)
            ? Convert.ToBase64String(SHA1.HashData(Encoding.Latin1.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")))
            : null;
#pragma warning restore CA5350

        Answer? Version() => All("Sec-WebSocket-Version") switch
        {
            ["13"] => null,
            [_] => new(426),
            _ => new(400),
        };

        Answer Opened(int status, string? accept)
        {
            var offered = Tokens("Sec-WebSocket-Protocol").ToHashSet(StringComparer.Ordinal);
            var extensions = request.Compression ? All("Sec-WebSocket-Extensions").SelectMany(line => Split(line, ',')).Select(Accept).FirstOrDefault(one => one is not null) : null;
            return new(status, accept, request.SubProtocols.FirstOrDefault(offered.Contains), extensions);
        }
    }

    /// <summary>The answer to one offer, or null.</summary>
    private static string? Accept(string offer)
    {
        if (Split(offer, ';') is not ["permessage-deflate", .. var parameters]) return null;

        var answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        var names = parameters.Select(parameter => parameter.Split('=')[0].TrimEnd(' ', '\t')).ToList();
        if (names.Distinct().Count() != names.Count || !parameters.All(parameter => Parameter().IsMatch(parameter))) return null;
        if (names.Contains("server_max_window_bits")) answer += "; server_max_window_bits=15";
        var bits = parameters.Select(parameter => Parameter().Match(parameter).Groups["bits"].Value).FirstOrDefault(value => value.Length > 0);
        return bits is null ? answer : $"{answer}; client_max_window_bits={bits}";
    }

    /// <summary>Splits at separators outside quotes; an unclosed quote includes the rest.</summary>
    private static List<string> Split(string text, char separator)
    {
        List<string> parts = [];
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != separator || quoted) continue;
            parts.Add(text[start..i].Trim(' ', '\t'));
            start = i + 1;
        }

        return [.. parts, text[start..].Trim(' ', '\t')];
    }

    [GeneratedRegex("^[A-Za-z0-9+/]{22}==\\z")]
    private static partial Regex SixteenBytes();

    [GeneratedRegex("""^(server_no_context_takeover|client_no_context_takeover|client_max_window_bits([ \t]*=[ \t]*(?<q>"?)(?<bits>8|9|1[0-5])\k<q>)?|server_max_window_bits[ \t]*=[ \t]*(?<r>"?)15\k<r>)\z""")]
    private static partial Regex Parameter();
}
