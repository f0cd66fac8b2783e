using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace QueueRun.Generators;

/// <summary>Writes code, indented by the nesting of its blocks.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line, or all lines of a raw string. Empty lines get no indentation.</summary>
    public void WriteLine(string text = "")
    {
        var start = 0;
        while (true)
        {
            var next = text.IndexOf('\n', start);
            var end = next < 0 ? text.Length : next;
            while (end > start && text[end - 1] == '\r') end--;
            if (end > start) _text.Append(' ', _depth * 4).Append(text, start, end - start);
            _text.Append('\n');
            if (next < 0) return;
            start = next + 1;
        }
    }

    /// <summary>Opens a block: <c>using (writer.Block("class X")) { … }</c> reads like its output.</summary>
    /// <param name="header">The text before the brace, if any.</param>
    /// <param name="close">The closing brace and what follows it.</param>
    public IDisposable Block(string? header = null, string close = "}")
    {
        if (header is not null) WriteLine(header);
        WriteLine("{");
        return new Nesting(this, close);
    }

    /// <summary>Indents without braces, for continuation lines.</summary>
    public IDisposable Indent() => new Nesting(this, null);

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    public override string ToString() => _text.ToString();

    private sealed class Nesting : IDisposable
    {
        private readonly SourceWriter _writer;
        private readonly string? _close;

        public Nesting(SourceWriter writer, string? close)
        {
            _writer = writer;
            _close = close;
            writer._depth++;
        }

        public void Dispose()
        {
            _writer._depth--;
            if (_close is not null) _writer.WriteLine(_close);
        }
    }
}
