namespace QueueRun.Sockets.Benchmarks;

/// <summary>A server to measure, and how one talks to it.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Program">The project that is started; null for the floor.</param>
/// <param name="Path">The endpoint.</param>
internal sealed record ServerKind(string Name, string? Program, string Path)
{
    private const string Text = "Shall we meet at noon, or after the sun has set?";

    public static readonly ServerKind Floor = new("epoll in C, bytes (the floor)", null, "/");
    public static readonly ServerKind BareBytes = new("System.Net.WebSockets, bytes", "BareServer", "/bytes");
    public static readonly ServerKind BareTyped = new("System.Net.WebSockets, typed", "BareServer", "/socket");
    public static readonly ServerKind SignalR = new("SignalR, typed", "SignalRServer", "/socket");
    public static readonly ServerKind QueueRun = new("QueueRun, typed", "QueueRunServer", "/socket");

    /// <summary>QueueRun, with connections whose first message says who it is.</summary>
    public static readonly ServerKind SignIn = QueueRun with { Name = "QueueRun, `[Authenticate]`", Program = "SignInServer" };

    /// <summary>Upgrades, and reads nothing: what the server holds for a connection, whoever has it.</summary>
    public static readonly ServerKind Upgraded = new("an upgraded request, nothing more", "BareServer", "/nothing");

    /// <summary>Further headers of the handshake, each with its end of line.</summary>
    public string Headers { get; init; } = "";

    /// <summary>Whether it can be started here: the floor needs a C compiler.</summary>
    public bool CanStart => Program is not null || Files.Has("cc");

    public bool IsSignalR => Program == "SignalRServer";

    /// <summary>A frame that asks for an action, of about 100 bytes (SignalR's envelope comes on top).</summary>
    /// <param name="action">The action.</param>
    /// <param name="isCall">Whether it has a reference, as SignalR's invocations have.</param>
    /// <param name="reference">The reference.</param>
    public byte[] Frame(string action, bool isCall = false, int reference = 1) => Client.Frame(!IsSignalR
        ? $$"""{{{(isCall ? $"\"#\":{reference}," : "")}}"action":"{{action}}","room":"lobby","text":"{{Text}}"}"""
        : $$"""{"type":1,{{(action is "say" or "enter" or "churn" or "occupy" or "settle" or "wait" ? $"\"invocationId\":\"{reference}\"," : "")}}"target":"{{action}}","arguments":[{"room":"lobby","text":"{{Text}}"}]}""" + "\u001e");

    /// <summary>A frame that asks for a message to one user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="room">A text of the message, by which it is known when it comes.</param>
    public byte[] Whisper(string user, string room = "lobby") => Client.Frame(!IsSignalR
        ? $$"""{"action":"whisper","user":"{{user}}","room":"{{room}}","text":"{{Text}}"}"""
        : $$"""{"type":1,"target":"whisper","arguments":[{"user":"{{user}}","room":"{{room}}","text":"{{Text}}"}]}""" + "\u001e");
}
