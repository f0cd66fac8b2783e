namespace QueueRun.Wire.Tests;

/// <summary>UTF-8 byte by byte, from the table of well-formed sequences (Unicode, table 3-7).</summary>
internal sealed class Utf8Machine
{
    private int _missing;
    private (int Low, int High) _next = (0x80, 0xBF);

    public bool IsBetweenCharacters => _missing == 0;

    /// <summary>False when no character goes on, or begins, with this byte.</summary>
    public bool Take(byte value)
    {
        if (_missing > 0)
        {
            if (value < _next.Low || value > _next.High) return false;
            _missing--;
            _next = (0x80, 0xBF);
            return true;
        }

        (_missing, _next) = value switch
        {
            <= 0x7F => (0, (0x80, 0xBF)),
            >= 0xC2 and <= 0xDF => (1, (0x80, 0xBF)),
            0xE0 => (2, (0xA0, 0xBF)),
            0xED => (2, (0x80, 0x9F)),
            >= 0xE1 and <= 0xEF => (2, (0x80, 0xBF)),
            0xF0 => (3, (0x90, 0xBF)),
            >= 0xF1 and <= 0xF3 => (3, (0x80, 0xBF)),
            0xF4 => (3, (0x80, 0x8F)),
            _ => (-1, default),
        };
        return _missing >= 0;
    }
}
