using System.IO.Pipelines;
using System.Text;

namespace QueueRun.Wire.Tests;

/// <summary>Pipes that are taken from under their user, who notices nothing but the end.</summary>
public sealed class DetachablePipesTests : IDuplexPipe
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();
    private readonly DetachablePipes _pipes;

    public DetachablePipesTests() => _pipes = new(this);

    public PipeReader Input => _in.Reader;

    public PipeWriter Output => _out.Writer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Text(ReadResult read) => Encoding.ASCII.GetString(read.Buffer);

    [Fact]
    public async Task Before_everything_goes_through()
    {
        await _in.Writer.WriteAsync("asked"u8.ToArray(), Token);
        var read = await _pipes.Input.ReadAtLeastAsync(5, Token);
        Assert.Equal("asked", Text(read));
        _pipes.Input.AdvanceTo(read.Buffer.End);
        Assert.False(_pipes.Input.TryRead(out _));

        "answered"u8.CopyTo(_pipes.Output.GetSpan(8));
        _pipes.Output.Advance(8);
        Assert.Equal((true, 8), (_pipes.Output.CanGetUnflushedBytes, _pipes.Output.UnflushedBytes));
        await _pipes.Output.FlushAsync(Token);
        Assert.Equal("answered", Text(await _out.Reader.ReadAsync(Token)));

        await _pipes.Input.CompleteAsync();
        Assert.True((await _in.Writer.FlushAsync(Token)).IsCompleted);
    }

    [Fact]
    public async Task Afterwards_there_is_nothing_to_read_and_bytes_go_nowhere()
    {
        await _in.Writer.WriteAsync("first"u8.ToArray(), Token);
        var own = _pipes.Detach();
        Assert.Same(this, own);

        Assert.True(_pipes.Input.TryRead(out var nothing));
        Assert.Equal((0, true, false), (nothing.Buffer.Length, nothing.IsCompleted, nothing.IsCanceled));
        Assert.True((await _pipes.Input.ReadAsync(Token)).IsCompleted);
        Assert.True((await _pipes.Input.ReadAtLeastAsync(9, Token)).IsCompleted);
        _pipes.Input.AdvanceTo(nothing.Buffer.End);
        _pipes.Input.CancelPendingRead();
        await _pipes.Input.CompleteAsync();

        Assert.True(_pipes.Output.GetMemory(1000).Length >= 1000);
        "lost"u8.CopyTo(_pipes.Output.GetSpan());
        _pipes.Output.Advance(4);
        Assert.Equal(0, _pipes.Output.UnflushedBytes);
        Assert.False((await _pipes.Output.FlushAsync(Token)).IsCompleted);
        Assert.False((await _pipes.Output.WriteAsync("lost"u8.ToArray(), Token)).IsCompleted);
        _pipes.Output.CancelPendingFlush();
        await _pipes.Output.CompleteAsync();

        Assert.Equal("first", Text(await own.Input.ReadAsync(Token)));
        await own.Output.WriteAsync("kept"u8.ToArray(), Token);
        Assert.Equal("kept", Text(await _out.Reader.ReadAsync(Token)));
    }

    [Fact]
    public async Task What_runs_on_them_runs_in_the_context_they_were_made_in()
    {
        AsyncLocal<string> local = new() { Value = "connection" };
        DetachablePipes pipes = new(this);
        local.Value = "request";
        Assert.Null(pipes.Running);
        string? seen = null;
        pipes.Run(async () =>
        {
            await Task.Yield();
            seen = local.Value;
        });
        await pipes.Running!;
        Assert.Equal(("connection", "request"), (seen, local.Value));
    }
}
