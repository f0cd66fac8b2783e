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
    /// <summary>The handler. QueueRun.Testing wraps it before the program is built.</summary>
    public QueueDescriptor Descriptor { get; set; } = descriptor;

    public abstract Type Type { get; }

    /// <summary>
    /// Adds the <see cref="IQueue{T}"/> of the type. It is closed here, where the type is known, because an open generic registration does
    /// not work under Native AOT.
    /// </summary>
    public abstract void AddQueue(IServiceCollection services);
}

/// <inheritdoc cref="JobType"/>
/// <param name="descriptor">The handler.</param>
/// <param name="writer">The emitted writer; null for text, bytes, and JSON elements.</param>
internal sealed class JobType<T>(QueueDescriptor descriptor, MessageWriter<T>? writer) : JobType(descriptor)
{
    public override Type Type => typeof(T);

    public override void AddQueue(IServiceCollection services)
        => services.TryAddScoped<IQueue<T>>(provider => new ScopedQueue<T>(
            provider.GetRequiredService<JobPusher>(), this, provider.GetRequiredService<ScopeContext>()));

    /// <summary>The job in its stored form: the same as that of a message of its type.</summary>
    public ReadOnlyMemory<byte> Write(T job, MessageEncoding encoding)
    {
        switch (job)
        {
            case string text: return Encoding.UTF8.GetBytes(text);
            case byte[] bytes: return bytes.ToArray(); // a copy, because the caller's array may change while the job waits
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
