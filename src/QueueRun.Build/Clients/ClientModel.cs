using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>What the client of one endpoint can send and receive.</summary>
internal sealed class ClientModel
{
    private const string DefaultChannel = "default";

    private readonly Contract _contract;

    /// <param name="contract">The whole program's.</param>
    /// <param name="endpoint">The endpoint's name; null for the one without.</param>
    public ClientModel(Contract contract, string? endpoint)
    {
        _contract = contract;
        var named = contract.Channels.FirstOrDefault(channel => channel.Value?["x-queuerun-endpoint"]?.GetValue<string>() is { } name && name == endpoint).Key;
        var handlers = new SortedDictionary<string, ClientHandler>(StringComparer.Ordinal);

        // The endpoint's own come last, and win.
        foreach (var channel in new[] { DefaultChannel, named }.OfType<string>())
        {
            foreach (var operation in contract.Operations.Select(entry => (entry.Key, Value: entry.Value as JsonObject ?? [])))
            {
                if (Contract.NameOf(operation.Value["channel"]?["$ref"]?.GetValue<string>() ?? "") != channel) continue;
                if (operation.Value["x-queuerun-authenticate"] is not null) SignIn = Read(operation.Key, operation.Value);
                else if (operation.Value["action"]?.GetValue<string>() is "send") AddMessage(operation.Value);
                else if (Read(operation.Key, operation.Value) is { } handler) handlers[handler.Name] = handler;
            }
        }

        Handlers = [.. handlers.Values];
        Messages.Sort((one, other) => string.CompareOrdinal(one.Value, other.Value) is not 0 and var order ? order : string.CompareOrdinal(one.Property, other.Property));
        foreach (var same in Messages.GroupBy(message => message.Value).Where(group => group.Count() > 1))
            foreach (var message in same) message.Name = $"{message.Property}={message.Value}";
    }

    /// <summary>The handlers, by name.</summary>
    public IReadOnlyList<ClientHandler> Handlers { get; }

    /// <summary>The messages that the server sends.</summary>
    public List<ClientMessage> Messages { get; } = [];

    /// <summary>What <c>[Authenticate]</c> takes, or null without one.</summary>
    public ClientHandler? SignIn { get; private set; }

    /// <summary>
    /// Whether the server reads JSON at all: a program with a handler of text alone does not, and a ping would be a message to it.
    /// </summary>
    public bool Pings => Handlers.All(handler => handler.Kind is not HandlerKind.Text) || Handlers.Any(handler => handler.Kind is not (HandlerKind.Text or HandlerKind.Bytes));

    private ClientHandler Read(string key, JsonObject operation)
    {
        var message = _contract.Resolve((operation["messages"] as JsonArray)?.FirstOrDefault()) as JsonObject ?? [];
        var payload = message["payload"];
        var contentType = message["contentType"]?.GetValue<string>();
        var constants = Constants(payload).ToList();
        var kind = contentType switch
        {
            "text/plain" => HandlerKind.Text,
            "application/octet-stream" => HandlerKind.Bytes,
            _ when constants.Count > 0 && IsOnlyConstants(payload) => HandlerKind.Nothing,
            _ => KindOf(payload),
        };
        var reply = _contract.Resolve((operation["reply"]?["messages"] as JsonArray)?.FirstOrDefault())?["payload"]?["properties"];
        return new(key.Substring(key.LastIndexOf('.') + 1), kind, payload)
        {
            Fixed = constants.Count == 0 ? null : string.Join(",", constants.Select(constant => $"{Literal.Of(constant.Key)}:{Literal.Of(constant.Value)}")),
            Answer = reply?["item"] ?? reply?["result"],
            IsStream = operation["x-queuerun-stream"] is not null,
            IsCalled = kind is HandlerKind.Object or HandlerKind.Nothing || (kind is HandlerKind.Value && MayBeObject(payload)),
            Description = (operation["description"] ?? operation["summary"])?.GetValue<string>(),
        };
    }

    private void AddMessage(JsonObject operation)
    {
        foreach (var reference in operation["messages"] as JsonArray ?? [])
        {
            var payload = _contract.Resolve(reference)?["payload"];
            foreach (var constant in Constants(payload).Take(1))
                if (constant.Value is JsonValue value && value.TryGetValue<string>(out var text)) Messages.Add(new(constant.Key, text, payload));
        }
    }

    /// <summary>The properties of a message that have one value only: a route's conditions.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode>> Constants(JsonNode? payload)
        => from property in payload?["properties"] as JsonObject ?? []
           where property.Value?["const"] is not null
           select new KeyValuePair<string, JsonNode>(property.Key, property.Value["const"]!);

    private static bool IsOnlyConstants(JsonNode? payload)
        => payload?["allOf"] is null && !TypeWriter.IsOpen(payload?["additionalProperties"]) && (payload?["properties"] as JsonObject)?.All(property => property.Value?["const"] is not null) is true;

    private HandlerKind KindOf(JsonNode? payload) => IsObject(payload, 0) ? HandlerKind.Object : HandlerKind.Value;

    private bool IsObject(JsonNode? schema, int depth) => depth < 20 && _contract.Resolve(schema) is JsonObject found
        && (found["properties"] is not null || found["allOf"] is not null || found["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "object"
            || (found["anyOf"] as JsonArray)?.All(variant => IsObject(variant, depth + 1)) is true);

    private bool MayBeObject(JsonNode? schema) => schema is null || _contract.Resolve(schema) is JsonObject found
        && ((found["type"] is null && found["enum"] is null && found["const"] is null && found["anyOf"] is null)
            || (found["type"] as JsonArray)?.Any(type => type?.GetValue<string>() is "object") is true
            || (found["anyOf"] as JsonArray)?.Any(MayBeObject) is true
            || found["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "object");
}
