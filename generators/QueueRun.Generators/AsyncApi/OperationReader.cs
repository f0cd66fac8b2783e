using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Reads handlers as clients see them. Feeds only the contract, which editors do not request.</summary>
internal static class OperationReader
{
    /// <summary>Every valid <c>[SocketHandler]</c> at this node.</summary>
    public static EquatableArray<Operation> Handlers(GeneratorAttributeSyntaxContext context)
        => EntryPointReader.ValidHandlers(context, out var known).Select(handler => Read(handler, known)).ToEquatableArray();

    /// <summary>The valid <c>[Authenticate]</c> at this node.</summary>
    public static EquatableArray<Operation> Authenticator(GeneratorAttributeSyntaxContext context)
        => EntryPointReader.ValidLifecycle(MarkedKind.SignIn, context, out var known) is { } method ? new([Read(method, known)]) : default;

    private static Operation Read(LifecycleMethod method, KnownTypes known)
    {
        var schemas = SchemaReader.Of(known.Compilation);
        var payload = Payload(method.Parameters, Route.Default, method.Method, schemas).ToString();
        return new()
        {
            Name = "authenticate",
            Authenticates = true,
            Description = DocComment.Summary(method.Method),
            Kind = method.Parameters.Kind,
            Payload = payload,
            Type = Type(method.Parameters),
            Components = schemas.Reach([payload]).ToEquatableArray(),
            SortKey = method.Method.FullName(),
        };
    }

    private static Operation Read(Handler handler, KnownTypes known)
    {
        var schemas = SchemaReader.Of(known.Compilation);
        var payload = Payload(handler.Parameters, handler.Route, handler.Method, schemas).ToString();
        var reply = handler.Parameters.Kind == MessageKind.Json ? Reply(handler.Returns, known, schemas) : null;
        return new()
        {
            Name = ClientName.Of(handler),
            Endpoint = handler.Endpoint,
            Route = handler.Route.Text,
            Description = DocComment.Summary(handler.Method),
            Kind = handler.Parameters.Kind,
            Payload = payload,
            Type = Type(handler.Parameters),
            Reply = reply,
            Sent = handler.Returns.Message is { } message ? SentMessage.Of(message, known.Compilation) : default,
            Components = schemas.Reach(reply is null ? [payload] : [payload, reply.Value]).ToEquatableArray(),
            SortKey = $"{handler.Method.FullName()}\n{handler.Route.Text}\n{handler.Endpoint}",
        };
    }

    private static string? Type(HandlerParameters parameters)
        => parameters is { Kind: MessageKind.Json, Message: { } message } ? JsonNames.Key(message.Type) : null;

    private static Reply? Reply(Returns returns, KnownTypes known, SchemaReader schemas)
    {
        if (returns.Message is not { } message) return null;
        // System.Text.Json would write this one as an array of numbers.
        var value = message.IsOfBytes(known.ArraySegment) ? SchemaValues.Bytes : SentMessage.Schema(message, schemas);
        var mayBeNull = message.IsReferenceType && message.NullableAnnotation != NullableAnnotation.NotAnnotated;
        return new(
            SchemaNames.Short(message) + (mayBeNull ? "OrNull" : ""), (mayBeNull ? value.OrNull() : value).ToString(), returns.Kind == ReturnKind.Stream);
    }

    /// <summary>The whole message: the properties of the route, and the members of the message's type.</summary>
    private static Schema Payload(HandlerParameters parameters, Route route, IMethodSymbol method, SchemaReader schemas)
    {
        var type = parameters.Message?.Type;
        if (parameters.Kind == MessageKind.Text) return Schema.Of("string");
        if (parameters.Kind == MessageKind.Binary) return Schema.Anything;

        // A message that is null fits no handler that takes a type.
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        var members = type is null ? null : schemas.Value(type, JsonUse.Received);
        List<SchemaWord> properties = [];
        List<string> required = [];
        foreach (var condition in route.Conditions)
        {
            properties.Add(new(condition.Property, Condition(condition, parameters, type, method, schemas).ToString()));
            required.Add(condition.Property);
        }
        foreach (var name in route.Optional)
        {
            if (parameters.Properties.FirstOrDefault(parameter => parameter.Parameter.Name == name) is not { } parameter) continue;
            var schema = schemas.Use(parameter.Parameter.Type, JsonUse.Received).Described(DocComment.Parameter(method, name));
            properties.Add(new(name, (parameter.Default is { Value: not null } value ? schema.With("default", Json(value)) : schema).ToString()));
        }
        if (properties.Count > 0 || (type is not null && schemas.IsClosed(type, JsonUse.Received))) return schemas.With(properties, required, members, type, JsonUse.Received);
        return members ?? Schema.Anything;
    }

    private static Schema Condition(RouteCondition condition, HandlerParameters parameters, ITypeSymbol? type, IMethodSymbol method, SchemaReader schemas)
    {
        if (condition.Value is { } value) return Schema.Anything.With("const", Literal(value, Member(condition.Property, type, schemas)));
        if (parameters.Properties.FirstOrDefault(parameter => parameter.Parameter.Name == condition.Property) is { Parameter: var parameter })
        {
            var schema = schemas.Value(parameter.Type, JsonUse.Received);
            return (parameter.Type.SpecialType == SpecialType.System_String ? schema.With("minLength", "1") : schema).Described(DocComment.Parameter(method, parameter.Name));
        }
        return Schema.Anything.With("not", """{"enum":[null,""]}""");
    }

    /// <summary>A route's value as the member of the message's type reads it: a number, a boolean or a string.</summary>
    private static string Literal(string value, ITypeSymbol? member)
    {
        var isNumber = member is not null && (JsonValues.IsNumber(member) || member.TypeKind == TypeKind.Enum) && JsonText.IsNumber(value);
        var isBoolean = member?.SpecialType == SpecialType.System_Boolean && value is "true" or "false";
        return isNumber || isBoolean ? value : JsonText.Quote(value);
    }

    private static ITypeSymbol? Member(string property, ITypeSymbol? type, SchemaReader schemas) => type is INamedTypeSymbol named ? schemas.Member(named, property) : null;

    private static string Json(JsonDefault value)
        => value.Value == JsonValueType.Boolean || JsonText.IsNumber(value.Text) && value.Value is not (JsonValueType.String or JsonValueType.Character) ? value.Text : JsonText.Quote(value.Text);
}
