using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace QueueRun.Chat.Tests;

/// <summary>Stands between a page and the program: a test sees the messages of the page, and decides when an answer goes through.</summary>
internal sealed class ChatWire
{
    private readonly Lock _lock = new();
    private readonly List<JsonNode> _sent = [];
    private readonly List<Action> _held = [];
    private string? _refused;
    private bool _isHolding;

    /// <summary>The page's messages in JSON, so far.</summary>
    public IReadOnlyList<JsonNode> Sent
    {
        get
        {
            lock (_lock)
                return [.. _sent];
        }
    }

    /// <summary>Puts itself between; the page must not be open yet.</summary>
    public static async Task<ChatWire> OfAsync(IPage page)
    {
        var wire = new ChatWire();
        await page.RouteWebSocketAsync(url => url.Contains("/socket", StringComparison.Ordinal), wire.Connect);
        return wire;
    }

    /// <summary>From now on no answer reaches the page.</summary>
    public void Hold()
    {
        lock (_lock)
            _isHolding = true;
    }

    /// <summary>Lets the held answers through, and all later ones.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isHolding = false;
            _held.ForEach(pass => pass());
            _held.Clear();
        }
    }

    /// <summary>The held answers never arrive; later ones do.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _isHolding = false;
            _held.Clear();
        }
    }

    /// <summary>The next message of this action does not reach the program; the page gets an error instead.</summary>
    public void RefuseNext(string action)
    {
        lock (_lock)
            _refused = action;
    }

    private void Connect(IWebSocketRoute page)
    {
        var server = page.ConnectToServer();
        page.OnMessage(frame =>
        {
            if (!IsJson(frame) || !IsRefused(JsonNode.Parse(frame.Text!)!, page))
                Pass(frame, server);
        });
        server.OnMessage(frame =>
        {
            lock (_lock)
            {
                if (_isHolding && IsJson(frame) && IsAnswer(JsonNode.Parse(frame.Text!)!))
                    _held.Add(() => Pass(frame, page));
                else
                    Pass(frame, page);
            }
        });
    }

    private bool IsRefused(JsonNode message, IWebSocketRoute page)
    {
        lock (_lock)
        {
            _sent.Add(message);
            if (_refused is null || (string?)message["action"] != _refused)
                return false;
            _refused = null;
        }
        page.Send(new JsonObject { ["#"] = message["#"]!.DeepClone(), ["error"] = "internal error" }.ToJsonString());
        return true;
    }

    /// <summary>A picture's answer has no reference.</summary>
    private static bool IsAnswer(JsonNode message) => message["#"] is not null || (string?)message["event"] == "shown";

    /// <summary>Here a frame has both a text and bytes, whatever its kind. A picture begins with a room's name, or a number.</summary>
    private static bool IsJson(IWebSocketFrame frame) => frame.Text!.StartsWith('{');

    private static void Pass(IWebSocketFrame frame, IWebSocketRoute to)
    {
        if (IsJson(frame))
            to.Send(frame.Text!);
        else
            to.Send(frame.Binary!);
    }
}
