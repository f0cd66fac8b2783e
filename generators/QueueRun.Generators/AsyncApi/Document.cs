namespace QueueRun.Generators;

/// <summary>Writes a contract as an AsyncAPI 3.0 document: each entry on its own line.</summary>
internal sealed class Document
{
    private const string DefaultChannel = "default";

    private readonly NamedSchemas _schemas;
    private readonly SortedDictionary<string, Channel> _channels = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _operations = new(StringComparer.Ordinal);
    private bool _hasReplies;

    private Document(Contract contract)
    {
        _schemas = new(contract.Components);
        var @default = _channels[DefaultChannel] = new(null);
        foreach (var operation in contract.Operations) Add(operation, operation.Endpoint is { } endpoint ? ChannelOf(endpoint) : DefaultChannel);
        foreach (var message in contract.Sent)
        {
            var key = Unique(SchemaNames.Ascii(message.Property) + "." + SchemaNames.Ascii(message.Value), @default.Messages.ContainsKey);
            @default.Messages.Add(key, Schema.Anything.With("payload", _schemas.Named(message.Payload)).ToString());
            var name = Unique("send." + (ClientName.OfText(message.Value) ?? SchemaNames.Ascii(message.Value)), _operations.ContainsKey);
            _operations.Add(name, Schema.Anything.With("action", "\"send\"").Described(message.Description)
                .With("channel", Ref("channels", DefaultChannel)).With("messages", $"[{Ref("channels", DefaultChannel, "messages", key)}]").ToString());
        }
    }

    /// <summary>The document of an assembly.</summary>
    public static string Write(Contract contract, string title) => new Document(contract).Write(title);

    private string Write(string title)
    {
        var schemas = _schemas.All.ToList();
        if (_hasReplies) schemas.Add((NamedSchemas.Reference, """{"type":["integer","string"],"maxLength":64}"""));
        return $$$"""
            {
            "asyncapi":"3.0.0",
            "info":{"title":{{{JsonText.Quote(title)}}},"version":"1.0.0"},
            "defaultContentType":"application/json",
            "x-queuerun-contract":1,
            "channels":{
            {{{Entries(_channels.Select(channel => (channel.Key, channel.Value.Write())))}}}
            },
            "operations":{
            {{{Entries(_operations.Select(operation => (operation.Key, operation.Value)))}}}
            },
            "components":{"schemas":{
            {{{Entries(schemas.OrderBy(schema => schema.Name, StringComparer.Ordinal))}}}
            }}
            }
            """.Replace("\r", "").Replace("\n\n", "\n");
    }

    private void Add(Operation operation, string channel)
    {
        var messages = _channels[channel].Messages;
        var prefix = operation.Authenticates ? "" : channel == DefaultChannel ? "receive." : $"receive.{channel}.";
        // Two handlers of one name are reported; the later one has a number.
        var key = Unique(prefix + operation.Name, _operations.ContainsKey);
        var message = Unique(key.Substring(prefix.Length), messages.ContainsKey);
        messages.Add(message, Message(operation));
        var described = Schema.Anything.With("action", "\"receive\"").Described(operation.Description)
            .With("channel", Ref("channels", channel)).With("messages", $"[{Ref("channels", channel, "messages", message)}]");
        if (operation.Authenticates) described = described.With("x-queuerun-authenticate", "true");
        if (operation.Route.Length > 0) described = described.With("x-queuerun-route", JsonText.Quote(operation.Route));
        if (operation.Reply is { } reply)
        {
            if (reply.IsStream) described = described.With("x-queuerun-stream", "true");
            described = described.With("reply", $$"""{"messages":[{{Ref("channels", channel, "messages", AddReply(reply, messages))}}]}""");
        }
        _operations.Add(key, described.ToString());
    }

    private string Message(Operation operation)
    {
        var message = Schema.Anything;
        if (operation.Kind == MessageKind.Text) message = message.With("contentType", "\"text/plain\"");
        if (operation.Kind == MessageKind.Binary) return message.With("contentType", "\"application/octet-stream\"").ToString();
        return message.With("payload", _schemas.Named(operation.Payload)).ToString();
    }

    // Handlers that answer with the same type share a message.
    private string AddReply(Reply reply, SortedDictionary<string, string> messages)
    {
        _hasReplies = true;
        var property = reply.IsStream ? "item" : "result";
        var text = $$$"""{"payload":{"type":"object","properties":{"#":{"$ref":"#/components/schemas/{{{NamedSchemas.Reference}}}"},"{{{property}}}":{{{_schemas.Named(reply.Value)}}}},"required":["#","{{{property}}}"]}}""";
        var key = Unique($"{property}.{reply.Name}", name => messages.TryGetValue(name, out var other) && other != text);
        messages[key] = text;
        return key;
    }

    private string ChannelOf(string endpoint)
    {
        if (_channels.FirstOrDefault(channel => channel.Value.Endpoint == endpoint) is { Key: { } known }) return known;
        var key = Unique(SchemaNames.Ascii(endpoint), _channels.ContainsKey);
        _channels.Add(key, new(endpoint));
        return key;
    }

    private static string Unique(string name, Func<string, bool> isTaken)
    {
        var unique = name;
        for (var i = 2; isTaken(unique); i++) unique = name + i;
        return unique;
    }

    // The keys have letters, digits, dots, dashes, underscores and dollar signs only: nothing that a pointer escapes.
    private static string Ref(params string[] path) => $$"""{"$ref":"#/{{string.Join("/", path)}}"}""";

    private static string Entries(IEnumerable<(string Key, string Json)> entries) => string.Join(",\n", entries.Select(entry => $"{JsonText.Quote(entry.Key)}:{entry.Json}"));

    /// <summary>The messages of the clients of an endpoint.</summary>
    private sealed record Channel(string? Endpoint)
    {
        public SortedDictionary<string, string> Messages { get; } = new(StringComparer.Ordinal);

        public string Write()
            => $$"""{"address":null,{{(Endpoint is null ? "" : $"\"x-queuerun-endpoint\":{JsonText.Quote(Endpoint)},")}}"messages":{""" + "\n" + Entries(Messages.Select(message => (message.Key, message.Value))) + "\n}}";
    }
}
