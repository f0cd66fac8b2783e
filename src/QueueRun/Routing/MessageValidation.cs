#pragma warning disable ASP0029 // The platform's way to describe validatable types is experimental; only these calls depend on it.
using System.Text.Json;
using Microsoft.Extensions.Validation;
using QueueRun.Calls;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>Validates the messages of one handler, in programs that call ASP.NET Core's <c>AddValidation</c>.</summary>
/// <param name="message">The type of the messages.</param>
/// <param name="info">Validates the type.</param>
/// <param name="options">The program's settings.</param>
/// <param name="reading">The JSON contracts of types.</param>
internal sealed class MessageValidation(HandlerMessage message, IValidatableInfo info, ValidationOptions options, MessageReading reading)
{
    /// <summary>Validation of a type; null if validation does not know it.</summary>
    public static MessageValidation? Of(HandlerMessage message, ValidationOptions options, MessageReading reading)
        => options.TryGetValidatableTypeInfo(message.Type, out var info) ? new(message, info, options, reading) : null;

    /// <summary>
    /// Reads the message, and keeps it for the method. If it is invalid, throws the client's error, which names the first thing that is
    /// wrong.
    /// </summary>
    public async ValueTask ValidateAsync(HandlerCall call)
    {
        var value = message.Read(call)!;
        var context = new ValidateContext
        {
            ValidationOptions = options,
            ValidationContext = new(value, message.Type.Name, call.Service<IServiceProvider>(), items: null),
        };
        try
        {
            await info.ValidateAsync(value, context, call.Token);
        }
        // The platform throws for deeply nested objects, and the client decides how deep its message is.
        catch (InvalidOperationException) when (DepthOf(call.Message.Bytes.Memory.Span) >= options.MaxDepth)
        {
            throw new MessageErrorException($"$: expected at most {options.MaxDepth} levels");
        }

        if (context.ValidationErrors is { Count: > 0 } errors)
        {
            var (members, texts) = errors.First();
            throw new MessageErrorException($"{MemberPath.ToJson(members, reading.ContractOf(message.Type))}: {texts.FirstOrDefault()}");
        }

        call.ReadMessage = value;
    }

    private static int DepthOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MessageReading.MaxDepth });
        var depth = 0;
        while (reader.Read()) depth = Math.Max(depth, reader.CurrentDepth);
        return depth;
    }
}
