using System.Text.Json;

namespace QueueRun.Ports.Tests;

public abstract class WhiteboardTests(PortsHost host) : PortTests(host)
{
    private static readonly object s_stroke = new { colour = "red", line = new[] { 1, 2, 3, 4 } };

    [Fact]
    public async Task A_stroke_goes_to_the_others_at_its_board_and_a_late_visitor_gets_it()
    {
        var (board, other) = (Fresh("board"), Fresh("board"));
        var (ann, bob, elsewhere) = (await ConnectAsync(), await ConnectAsync(), await ConnectAsync());
        await ann.CallAsync(new { action = "open-board", board });
        await bob.CallAsync(new { action = "open-board", board });
        await elsewhere.CallAsync(new { action = "open-board", board = other });
        Assert.Empty(Strokes(await bob.EventAsync("drawing")));

        // Everybody hears of a new board, once.
        foreach (var visitor in new[] { ann, bob, elsewhere })
            Assert.Single(await visitor.EventsAsync("board-added"), added => added.GetProperty("board").GetString() == board);
        Assert.Contains(board, (await bob.CallAsync(new { action = "boards" })).EnumerateArray().Select(name => name.GetString()));

        var number = (await ann.CallAsync(new { action = "draw", board, stroke = s_stroke })).GetInt32();
        var drawn = await bob.EventAsync("drawn");
        Assert.Equal((board, number, "red"),
            (drawn.GetProperty("board").GetString(), drawn.GetProperty("number").GetInt32(), drawn.GetProperty("stroke").GetProperty("colour").GetString()));
        Assert.Empty(await ann.EventsAsync("drawn"));
        Assert.Empty(await elsewhere.EventsAsync("drawn"));

        var late = await ConnectAsync();
        await late.CallAsync(new { action = "open-board", board });
        var drawing = await late.EventAsync("drawing");
        Assert.Equal(number, drawing.GetProperty("number").GetInt32());
        Assert.Equal("[1,2,3,4]", Assert.Single(Strokes(drawing)).GetProperty("line").GetRawText());

        // Who has left gets no more.
        await bob.CallAsync(new { action = "leave-board", board });
        await late.CallAsync(new { action = "draw", board, stroke = s_stroke });
        await ann.EventAsync("drawn");
        Assert.Empty(await bob.EventsAsync("drawn"));

        await ann.EventAsync("drawing");        // what was there when she came
        await ann.CallAsync(new { action = "clear-board", board });
        Assert.Empty(Strokes(await ann.EventAsync("drawing")));
        Assert.Empty(Strokes(await late.EventAsync("drawing")));
    }

    [Fact]
    public async Task What_does_not_fit_a_board_is_told()
    {
        var board = Fresh("board");
        var visitor = await ConnectAsync();
        Assert.Equal("There is no such board.", await visitor.FailAsync(new { action = "draw", board, stroke = s_stroke }));
        Assert.Equal("There is no such board.", await visitor.FailAsync(new { action = "clear-board", board }));
        foreach (var wrong in new[] { new string('b', 51), "\u0001" })
        {
            Assert.Equal("A name has at most 50 characters and no control characters, and there are at most 100 boards.",
                await visitor.FailAsync(new { action = "open-board", board = wrong }));
        }
        await visitor.CallAsync(new { action = "open-board", board });

        const string Expected = "A stroke has a colour, and a line of 2 to 1000 points: x, y, x, y.";
        Assert.Equal(Expected, await visitor.FailAsync(new { action = "draw", board }));
        Assert.Equal(Expected, await visitor.FailAsync(new { action = "draw", board, stroke = new { colour = "red", line = new[] { 1, 2, 3, 4, 5 } } }));
        Assert.Equal(Expected, await visitor.FailAsync(new { action = "draw", board, stroke = new { colour = (string?)null, line = new[] { 1, 2, 3, 4 } } }));
        Assert.Equal("$.stroke.line[0]: expected a number", await visitor.FailAsync(new { action = "draw", board, stroke = new { colour = "red", line = new[] { "x" } } }));

        var longest = new { colour = "red", line = Enumerable.Range(0, 2000).ToArray() };
        for (var i = 0; i < 20; i++) await visitor.CallAsync(new { action = "draw", board, stroke = longest });
        Assert.Equal("The board is full: clear it.", await visitor.FailAsync(new { action = "draw", board, stroke = s_stroke }));
        await visitor.CallAsync(new { action = "clear-board", board });
        await visitor.CallAsync(new { action = "draw", board, stroke = s_stroke });
    }

    [Fact]
    public async Task Whoever_draws_and_clears_at_the_same_time_all_see_the_same_in_the_end()
    {
        var board = Fresh("board");
        var watcher = await ConnectAsync();
        await watcher.CallAsync(new { action = "open-board", board });
        var painters = new PortClient[4];
        for (var i = 0; i < painters.Length; i++) painters[i] = await ConnectAsync();
        await Task.WhenAll(painters.Select(PaintAsync));

        var late = await ConnectAsync();
        await late.CallAsync(new { action = "open-board", board });
        var expected = await late.EventAsync("drawing");

        // What a page does: it replaces the drawing, or adds a stroke. No message is missing, and none is out of order.
        var (number, strokes) = (-1, new List<string>());
        foreach (var message in await watcher.EventsAsync("drawing", "drawn"))
        {
            Assert.Equal(++number, message.GetProperty("number").GetInt32());
            if (message.TryGetProperty("stroke", out var stroke)) strokes.Add(stroke.GetRawText());
            else strokes.Clear();
        }
        Assert.Equal(100, number);
        Assert.Equal(number, expected.GetProperty("number").GetInt32());
        Assert.Equal(Strokes(expected).Select(stroke => stroke.GetRawText()), strokes);

        async Task PaintAsync(PortClient painter, int who)
        {
            for (var i = 0; i < 25; i++)
            {
                await painter.CallAsync(i % 10 == who * 2
                    ? (object)new { action = "clear-board", board }
                    : new { action = "draw", board, stroke = new { colour = $"{who}", line = new[] { who, i, 0, 0 } } });
            }
        }
    }

    private static JsonElement.ArrayEnumerator Strokes(JsonElement drawing) => drawing.GetProperty("strokes").EnumerateArray();
}

public sealed class WhiteboardBuiltTests(BuiltPorts host) : WhiteboardTests(host);

public sealed class WhiteboardNativeTests(NativePorts host) : WhiteboardTests(host);
