#pragma warning disable ASP0029 // See MessageValidation.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;
using QueueRun.Messaging;

namespace QueueRun.Routing;

/// <summary>
/// Decides, once for each handler, whether its messages are validated. Code that needs the API of Microsoft.Extensions.Validation 10 is in
/// <see cref="MessageValidation"/>, and runs only in programs that validate messages: version 11 has another API.
/// </summary>
/// <param name="handlers">All handlers.</param>
/// <param name="services">The program's services.</param>
/// <param name="encoding">The JSON contracts of the messages.</param>
internal sealed class MessageValidators(IReadOnlyList<HandlerDescriptor> handlers, IServiceProvider services, MessageEncoding encoding)
{
    /// <summary>Whether this runtime has the API. Of ValidationOptions only <c>Resolvers</c> is the same in other versions.</summary>
    private static readonly bool s_hasApi = Type.GetType("Microsoft.Extensions.Validation.IValidatableInfo, Microsoft.Extensions.Validation") is not null;

    /// <summary>Checks that messages can be validated, if there are any to validate.</summary>
    /// <exception cref="InvalidOperationException">They cannot: the message names their handlers.</exception>
    public void Check()
    {
        if (s_hasApi) return;

        HandlerDescriptor[] typed = [.. handlers.Where(handler => handler.Message is not null)];
        if (typed.Length == 0) return;

        var knows = Knowledge(services);
        var lost = typed.Where(handler => knows(handler.Message!.Type)).Select(handler => $"  {handler.Name} takes {handler.Message!.Type.Name}")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (lost.Count == 0) return;

        throw new InvalidOperationException($"""
            The program cannot start: it calls AddValidation, and messages of these handlers cannot be validated.
            {string.Join(Environment.NewLine, lost)}
            This version of QueueRun validates messages with Microsoft.Extensions.Validation 10, which is part of .NET 10. Here is version {typeof(ValidationOptions).Assembly.GetName().Version?.ToString(2)}, without the type IValidatableInfo.
            Run the program on .NET 10, or remove the call of AddValidation if its messages need not be validated.
            """);
    }

    /// <summary>
    /// Validates the messages of a handler, or throws the client's error; null if the program does not call <c>AddValidation</c>, or
    /// validation does not know the type.
    /// </summary>
    public Func<HandlerCall, ValueTask>? Of(HandlerDescriptor handler)
        => s_hasApi && handler.Message is { } message && OptionsOf(services) is { Resolvers.Count: > 0 } options ? Create(message, options) : null;

    [MethodImpl(MethodImplOptions.NoInlining)] // a method that names the API's types fails where they are missing
    private Func<HandlerCall, ValueTask>? Create(HandlerMessage message, ValidationOptions options)
        => MessageValidation.Of(message, options, encoding.Reading) is { } validation ? validation.ValidateAsync : null;

    private static ValidationOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<ValidationOptions>>().Value;

    /// <summary>Which types another version of the API knows. It is asked by reflection, and only before the program starts.</summary>
    private static Func<Type, bool> Knowledge(IServiceProvider services)
    {
        try
        {
            var options = OptionsOf(services);
            if (options.Resolvers.Count == 0) return static _ => false;

            var find = typeof(ValidationOptions).GetMethod(nameof(ValidationOptions.TryGetValidatableTypeInfo));
            return type => find is null || find.Invoke(options, [type, null]) is true;
        }
        // Of a program that was built for version 10, the emitted part of AddValidation cannot be loaded.
        catch (TypeLoadException)
        {
            return static _ => true;
        }
    }
}
