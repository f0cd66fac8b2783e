using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>The type of a queue's jobs.</summary>
internal abstract class JobType(QueueDescriptor descriptor)
{
    /// <summary>The handler. A test's clock wraps it before the program is built.</summary>
    public QueueDescriptor Descriptor { get; set; } = descriptor;

    public abstract Type Type { get; }

    /// <summary>Adds the <see cref="IQueue{T}"/> of the type: closed here, where the type is known, because an open registration does not survive Native AOT.</summary>
    public abstract void AddQueue(IServiceCollection services);
}

/// <inheritdoc cref="JobType"/>
/// <param name="descriptor">The handler.</param>
/// <param name="writer">The emitted writer; null for text, bytes, and JSON as it is.</param>
internal sealed class JobType<T>(QueueDescriptor descriptor, MessageWriter<T>? writer) : JobType(descriptor)
{
    public override Type Type => typeof(T);

    public override void AddQueue(IServiceCollection services)
        => services.TryAddScoped<IQueue<T>>(provider => new ScopedQueue<T>(
            provider.GetRequiredService<JobPusher>(), this, provider.GetRequiredService<ScopeContext>()));

    /// <summary>A job as it is stored: what the same type as a message would be on the wire.</summary>
    public ReadOnlyMemory<byte> Write(T job, MessageEncoding encoding)
    {
        switch (job)
        {
            case string text: return Encoding.UTF8.GetBytes(text);
            case byte[] bytes: return bytes.ToArray(); // the caller's own array may change while the job waits
            case ReadOnlyMemory<byte> bytes: return bytes.ToArray();
        }

        var (buffer, json) = JobScratch.Rent();
        switch (job)
        {
            case JsonElement element: element.WriteTo(json); break;
            case JsonDocument document: document.WriteTo(json); break;
            default: writer!(json, job, encoding.Options); break;
        }

        json.Flush();
        var written = buffer.WrittenSpan.ToArray();
        JobScratch.Return(buffer, json);
        return written;
    }
}

/// <summary>What jobs are written with, kept from job to job.</summary>
internal static class JobScratch
{
    private const int MaxKept = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _kept;

    /// <summary>Taken, so that a getter or a converter of the job that pushes one itself gets another; gone where writing fails.</summary>
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
