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

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, MessageEncoding.WriterOptions);
        switch (job)
        {
            case JsonElement element: element.WriteTo(json); break;
            case JsonDocument document: document.WriteTo(json); break;
            default: writer!(json, job, encoding.Options); break;
        }

        json.Flush();
        return buffer.WrittenMemory;
    }
}
