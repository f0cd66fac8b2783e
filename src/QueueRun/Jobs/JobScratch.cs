using System.Buffers;
using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>The buffer and the writer for serializing jobs, reused from job to job.</summary>
internal static class JobScratch
{
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _kept;

    /// <summary>
    /// Takes them away, so that a getter or a converter of the job that itself pushes a job gets others. Lost if writing fails.
    /// </summary>
    public static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Rent()
    {
        if (_kept is { } kept)
        {
            _kept = null;
            return kept;
        }

        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new(buffer, MessageEncoding.WriterOptions));
    }

    public static void Return(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
        if (buffer.Capacity > MaxKept) return;

        buffer.ResetWrittenCount();
        json.Reset();
        _kept = (buffer, json);
    }
}
