namespace QueueRun.Build;

/// <summary>The names of types in a written file.</summary>
internal static class TypeNames
{
    // What the file uses itself, of its own and of the language's.
    private static readonly HashSet<string> s_taken = new(
        [
            "Socket", "SocketMessages", "SocketError", "SocketStatus", "SocketOptions", "SocketCallOptions", "SocketConnection", "SocketContract", "SocketData",
            "SocketEnds", "SocketHandler", "SocketHost", "SocketPending", "SocketPromise", "SocketTransport", "SocketAnswer",
            "AbortSignal", "Array", "ArrayBuffer", "ArrayBufferView", "AsyncIterable", "Date", "Error", "Event", "EventTarget", "Infinity", "IteratorResult", "JSON", "Map", "Math",
            "NonNullable", "Number", "Object", "Omit", "Partial", "Pick", "Promise", "Readonly", "Record", "Required", "ReturnType", "Set", "String", "Symbol", "TypeError", "URL", "WebSocket",
            "any", "as", "await", "bigint", "boolean", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends",
            "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "never", "new", "null", "number", "object", "package", "private", "protected",
            "public", "return", "static", "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof", "undefined", "unknown", "var", "void", "while", "with", "yield",
            "connect", "contract", "encode", "guard", "host", "longestDelay", "newPromise", "now", "patience", "settled", "toText", "transient", "globalThis", "performance", "arguments", "eval",
        ],
        StringComparer.Ordinal);

    /// <summary>The name of a schema's type: that of the schema, with a line behind it where the file needs the name itself.</summary>
    public static string Of(string schema)
    {
        var name = Literal.IsIdentifier(schema) ? schema : new string([.. schema.Select(letter => Literal.IsIdentifier($"_{letter}") ? letter : '_')]);
        if (!Literal.IsIdentifier(name)) name = "_" + name;
        return s_taken.Contains(name) ? name + "_" : name;
    }
}
