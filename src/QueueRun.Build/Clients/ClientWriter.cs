using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>Writes the client of an endpoint.</summary>
/// <param name="contract">The whole program's.</param>
/// <param name="endpoint">The endpoint's name; null for the one without.</param>
internal sealed class ClientWriter(Contract contract, string? endpoint)
{
    private readonly ClientModel _model = new(contract, endpoint);
    private readonly TypeWriter _types = new(contract);

    /// <summary>The client in TypeScript.</summary>
    public string TypeScript()
    {
        var text = new CodeText();
        WriteHead(text);
        WriteSurface(text, isDeclaration: false);
        text.Line($"const contract: SocketContract = {ContractValue()};");
        text.Line();
        text.Line("// --- The connection: the same in every client. ---");
        text.Line();
        text.Block(Fixed("client.ts"));
        return text.ToString();
    }

    /// <summary>The client in JavaScript.</summary>
    public string JavaScript()
    {
        var text = new CodeText();
        WriteHead(text);
        WriteSurface(new(), isDeclaration: true); // finds the enums
        text.Comment(["Connects. The types are in the file's .d.ts."]);
        text.Line("export function connect(url, options = {}) {");
        text.Line("return new SocketConnection(url, contract, options);", indent: 1);
        text.Line("}");
        text.Line();
        foreach (var (name, names, values) in Enums())
            text.Line($"export const {name} = {{ {string.Join(", ", names.Zip(values, (key, value) => $"{Literal.Property(key!.GetValue<string>())}: {Literal.Of(value)}"))} }};");
        text.Line($"const contract = {ContractValue()};");
        text.Line("export { SocketError };");
        text.Line();
        text.Line("// --- The connection: the same in every client, made small. Its source is in src/QueueRun.Build/Client/client.ts of QueueRun. ---");
        text.Line("// prettier-ignore");
        text.Block(Fixed("client.js"));
        return text.ToString();
    }

    /// <summary>The types of the client in JavaScript.</summary>
    public string Declarations()
    {
        var text = new CodeText();
        WriteHead(text);
        WriteSurface(text, isDeclaration: true);
        text.Comment(["A call that failed: `message` is the server's text, or \"timed out\", \"closed\", \"cancelled\", \"too many waiting\"."]);
        text.Line("export declare class SocketError extends Error {");
        text.Line("readonly name = \"SocketError\";", indent: 1);
        text.Line("}");
        return text.ToString();
    }

    private void WriteHead(CodeText text)
    {
        text.Line($"// The client of {contract.Title}{(endpoint is null ? "" : $", endpoint {Literal.Of(endpoint)}")}, written by QueueRun when that was built. Changes to this file are lost.");
        text.Line("/* eslint-disable */");
        text.Line();
    }

    private void WriteSurface(CodeText text, bool isDeclaration)
    {
        var options = _model.SignIn is null ? "options?: SocketOptions" : $"options: SocketOptions & {{ {Authenticate(_model.SignIn)} }}";
        text.Comment(["Connects, and connects again whenever the connection is lost, until it is closed.", "`url` may be relative to the page."]);
        if (isDeclaration)
        {
            text.Line($"export declare function connect(url: string, {options}): Socket;");
        }
        else
        {
            text.Line($"export function connect(url: string, {(_model.SignIn is null ? "options: SocketOptions = {}" : options)}): Socket {{");
            text.Line("return new SocketConnection(url, contract, options) as unknown as Socket;", indent: 1);
            text.Line("}");
        }

        text.Line();
        WriteSocket(text);
        text.Line();
        text.Comment(["What the server sends, by the value that each message has in its property of `[SocketMessage]`."]);
        text.Line("export interface SocketMessages {");
        foreach (var message in _model.Messages) text.Line($"{Literal.Property(message.Name)}: {MessageType(message)};", indent: 1);
        text.Line("}");
        text.Line();
        Types(text, isDeclaration);
        text.Block(Fixed("surface.ts"));
        text.Line();
    }

    private string Authenticate(ClientHandler signIn)
        => $"authenticate: () => {Either(_types.Argument(signIn))} | null | undefined | Promise<{_types.Argument(signIn)} | null | undefined>";

    private static string Either(string type) => type.Contains("=>") ? $"({type})" : type;

    private void WriteSocket(CodeText text)
    {
        text.Comment(["The connection to the server."]);
        text.Line("export interface Socket {");
        text.Comment(["Sends a message, without an answer. Until the connection is open it waits, at most as long as a call."], 1);
        WriteMethods(text, "send", _model.Handlers, handler => $"{Parameters(handler, withOptions: false)}: void");
        text.Comment(["Sends a message, and returns its answer. Rejects with a SocketError."], 1);
        WriteMethods(text, "call", Called(), handler => $"{Parameters(handler, withOptions: true)}: Promise<{(handler.Answer is null ? "void" : _types.Type(handler.Answer))}>");
        text.Comment(["Sends a message when it is iterated, and returns the items of its answer. To break out of the loop cancels it, in the server too."], 1);
        WriteMethods(text, "stream", Streamed(), handler => $"{Parameters(handler, withOptions: true)}: AsyncIterable<{_types.Type(handler.Answer)}>");
        text.Comment(["Receives messages of one kind, or with \"*\" all others, binary ones as ArrayBuffer. Returns a function that ends it."], 1);
        text.Line("on<Name extends keyof SocketMessages>(name: Name, listener: (message: SocketMessages[Name]) => void): () => void;", 1);
        text.Line("on(name: \"*\", listener: (message: unknown) => void): () => void;", 1);
        text.Comment(["Whether the server can be reached."], 1);
        text.Line("readonly status: SocketStatus;", 1);
        text.Comment(["Is called with the status at once, and whenever it changes."], 1);
        text.Line("onstatus: ((status: SocketStatus) => void) | null | undefined;", 1);
        text.Comment(["Resolves when the connection is open, and it is known who it is. Rejects when it is closed for good."], 1);
        text.Line("readonly ready: Promise<void>;", 1);
        text.Comment(["Tries to connect now, if it waits for the next attempt."], 1);
        text.Line("retry(): void;", 1);
        text.Comment(["Closes the connection for good. What waits rejects with \"closed\"."], 1);
        text.Line("close(): void;", 1);
        text.Line("}");
    }

    private static void WriteMethods(CodeText text, string name, IEnumerable<ClientHandler> handlers, Func<ClientHandler, string> signature)
    {
        if (!handlers.Any())
        {
            text.Line($"readonly {name}: {{}};", 1);
            return;
        }

        text.Line($"readonly {name}: {{", 1);
        foreach (var handler in handlers)
        {
            if (handler.Description is { } description) text.Comment([description], 2);
            text.Line($"{Literal.Property(handler.Name)}{signature(handler)};", 2);
        }

        text.Line("};", 1);
    }

    private string Parameters(ClientHandler handler, bool withOptions)
    {
        var parameters = new List<string>();
        if (handler.Kind is not HandlerKind.Nothing)
            parameters.Add($"message: {(withOptions && handler.Kind is HandlerKind.Value ? "object" : _types.Argument(handler))}");
        if (withOptions) parameters.Add("options?: SocketCallOptions");
        return $"({string.Join(", ", parameters)})";
    }

    private string MessageType(ClientMessage message)
    {
        var parts = (message.Payload?["allOf"] as JsonArray ?? []).Select(_types.Type).ToList();
        var hidden = $"{{ {Literal.Property(message.Property)}: {Literal.Of(message.Value)} }}";
        var own = (message.Payload?["properties"] as JsonObject ?? []).Where(property => property.Key != message.Property).ToList();
        return parts.Count > 0 && own.Count == 0 ? string.Join(" & ", parts.Select(part => part.Contains(" | ") ? $"({part})" : part).Concat([hidden])) : _types.Type(message.Payload);
    }

    private void Types(CodeText text, bool isDeclaration = false)
    {
        // A declaration may name further schemas, which are then declared too.
        var declared = new HashSet<string>(StringComparer.Ordinal);
        while (_types.Named.Keys.FirstOrDefault(name => !declared.Contains(name)) is { } next)
        {
            declared.Add(next);
            _types.Declare(text, next, _types.Named[next], isDeclaration);
            text.Line();
        }
    }

    private IEnumerable<(string Name, JsonArray Names, JsonArray Values)> Enums()
        => from named in _types.Named
           let names = named.Value?["x-queuerun-names"] as JsonArray
           let values = named.Value?["enum"] as JsonArray
           where names is not null && values is not null
           select (TypeNames.Of(named.Key), names, values);

    private IEnumerable<ClientHandler> Called() => _model.Handlers.Where(handler => handler.IsCalled && !handler.IsStream);

    private IEnumerable<ClientHandler> Streamed() => _model.Handlers.Where(handler => handler.IsCalled && handler.IsStream);

    /// <summary>What the fixed part has to know.</summary>
    private string ContractValue()
    {
        var text = new CodeText();
        text.Line("{");
        text.Line("send: {", 1);
        foreach (var handler in _model.Handlers)
            text.Line($"{Literal.Property(handler.Name)}: [{Literal.Of(KindOf(handler))}{(handler.Fixed is null ? "" : $", {Literal.Quoted(handler.Fixed)}")}],", 2);
        text.Line("},", 1);
        text.Line($"call: [{string.Join(", ", Called().Select(handler => Literal.Of(handler.Name)))}],", 1);
        text.Line($"stream: [{string.Join(", ", Streamed().Select(handler => Literal.Of(handler.Name)))}],", 1);
        text.Line("messages: {", 1);
        foreach (var message in _model.Messages) text.Line($"{Literal.Property(message.Name)}: [{Literal.Of(message.Property)}, {Literal.Of(message.Value)}],", 2);
        text.Line("},", 1);
        if (_model.SignIn is { } signIn) text.Line($"signIn: {Literal.Of(KindOf(signIn))},", 1);
        text.Line($"pings: {(_model.Pings ? "true" : "false")},", 1);
        text.Line("}");
        return text.ToString().TrimEnd();
    }

    private static string KindOf(ClientHandler handler) => handler.Kind switch
    {
        HandlerKind.Object => "object",
        HandlerKind.Nothing => "nothing",
        HandlerKind.Value => "value",
        HandlerKind.Text => "text",
        _ => "bytes",
    };

    /// <summary>A part that is the same in every client. It is one file with the others here: its imports are not needed.</summary>
    private static string Fixed(string name)
    {
        using var stream = typeof(ClientWriter).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return string.Join("\n", reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith("import ", StringComparison.Ordinal))).Trim();
    }
}
