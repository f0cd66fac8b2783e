using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The rules that decide a parameter's source. A parameter that no rule decides is a problem; there is no guess.</summary>
internal sealed class ParameterClassifier(Route? route, Offer offer, KnownTypes known, Func<ITypeSymbol, bool>? canBeJson, Problems problems)
{
    /// <summary>The word for the message in texts.</summary>
    private string Word => offer.IsJob() ? "job" : "message";

    /// <summary>
    /// The source as decided by the parameter's own attribute, type or name; null if only the other parameters can decide it.
    /// </summary>
    public BoundParameter? ClassifyByItself(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (parameter.IsBroken(known.Compilation) || HasBrokenKey(parameter))
        {
            problems.AddReported();
            return new(parameter, ParameterSource.Service);
        }
        if (NotSupported(parameter) is { } reason)
        {
            problems.Add(Ids.ParameterNotSupported, parameter.Location(), parameter.Name, reason);
            return new(parameter, ParameterSource.Service);
        }
        if (parameter.Attribute(known.FromMessage) is not null) return null;
        if (parameter.Attribute(known.FromKeyedServices) is { } keyed) return Service(parameter) with { Key = Key(keyed) };
        if (IsMarkedService(parameter)) return Service(parameter);

        if (type.Is(known.Socket)) return Offered(parameter, ParameterSource.Socket, Offer.Socket);
        if (type.Is(known.SocketRequest)) return Offered(parameter, ParameterSource.Request, Offer.Request);
        if (type.Is(known.JobContext)) return Offered(parameter, ParameterSource.Job, Offer.Job);
        if (type.ValueType().Is(known.PresenceContext)) return Offered(parameter, ParameterSource.Context, Offer.Context);
        if (type.Is(known.CancellationToken)) return Offered(parameter, ParameterSource.Token, Offer.Token);
        if (type.Is(known.HttpContext)) return Offered(parameter, ParameterSource.HttpContext, Offer.Http);
        if (type.Is(known.ClaimsPrincipal)) return Offered(parameter, ParameterSource.Principal, Offer.Http);
        if (type.IsA(known.SocketUser)) return User(parameter, ParameterSource.User);
        if (type.SpecialType == SpecialType.System_String && parameter.Name == "userId") return User(parameter, ParameterSource.UserId);
        if (type.SpecialType == SpecialType.System_String && parameter.Name == "room" && offer.HasFlag(Offer.Room)) return new(parameter, ParameterSource.Room);
        if (route is null) return null;
        if (route.IndexOfPresence(parameter.Name) is >= 0 and var condition) return Property(parameter) with { Index = condition };
        return route.Optional.IndexOf(parameter.Name) is >= 0 and var optional ? OptionalProperty(parameter) with { Index = optional } : null;
    }

    /// <summary>Chooses the message among the undecided parameters, by the first rule that fits any of them.</summary>
    public IParameterSymbol? ChooseMessage(ImmutableArray<IParameterSymbol> parameters, BoundParameter?[] bound)
    {
        var undecided = parameters.Where((_, i) => bound[i] is null).ToList();
        var messages = undecided.FindAll(parameter => parameter.Attribute(known.FromMessage) is not null);
        // Any type may be a job, so not the type but the parameter decides.
        if (messages.Count == 0)
        {
            messages = offer.IsJob()
                ? undecided.FindAll(parameter => parameter.Name == "job")
                : undecided.FindAll(parameter => parameter.Type.Attribute(known.SocketMessage) is not null);
        }
        if (messages.Count == 0) messages = undecided.FindAll(parameter => parameter.Name == "data");
        if (messages.Count == 0 && !offer.IsJob()) messages = undecided.FindAll(parameter => IsRawMessage(parameter.Type));
        if (messages.Count == 0 && route is null && !offer.IsJob())
        {
            messages = undecided.FindAll(parameter => parameter.Type.SpecialType == SpecialType.System_String);
            if (messages.Count > 1) messages.Clear();
        }
        if (messages.Count == 0 || !offer.HasFlag(Offer.Message)) return null;
        foreach (var second in messages.Skip(1)) AddSecond(second, messages[0]);
        return messages[0];
    }

    /// <summary>Decides the remaining parameters: each is the message, a service, or a problem.</summary>
    public BoundParameter ClassifyRest(IParameterSymbol parameter, IParameterSymbol? message)
    {
        var type = parameter.Type;
        if (SymbolEqualityComparer.Default.Equals(parameter, message)) return new(parameter, ParameterSource.Message);
        var isMessageType = type.Attribute(known.SocketMessage) is not null || IsRawMessage(type);
        if (parameter.Attribute(known.FromMessage) is not null || (isMessageType && !offer.IsJob()))
        {
            if (message is not null) AddSecond(parameter, message);
            else NotOffered(parameter, "message");
        }
        else if (IsService(type) && !isMessageType)
        {
            return Service(parameter);
        }
        else
        {
            problems.Add(Ids.ParameterUndecided, parameter.Location(), parameter.Name, type.ShortName(), Cure(parameter, message));
        }
        return new(parameter, ParameterSource.Service);
    }

    private BoundParameter Offered(IParameterSymbol parameter, ParameterSource source, Offer needed)
    {
        if (!offer.HasFlag(needed)) NotOffered(parameter, parameter.Type.ValueType().Name);
        return new(parameter, source);
    }

    private BoundParameter User(IParameterSymbol parameter, ParameterSource source)
    {
        var optional = parameter.NullableAnnotation == NullableAnnotation.Annotated;
        var isOwnType = source == ParameterSource.User && !parameter.Type.Is(known.SocketUser) && !parameter.Type.Is(known.DefaultUser);
        if (isOwnType && offer.IsJob() && offer.HasFlag(Offer.User))
            problems.Add(Ids.ParameterNotSupported, parameter.Location(), parameter.Name, "a job keeps only its user's id; take SocketUser, ISocketUser or 'string userId'");
        if (!offer.HasFlag(Offer.User) && !(optional && offer.HasFlag(Offer.Message))) NotOffered(parameter, "user");
        return new(parameter, source) { Optional = optional };
    }

    private BoundParameter Property(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (type.SpecialType != SpecialType.System_String && canBeJson?.Invoke(type) == false)
            problems.Add(Ids.RoutePropertyNotReadable, parameter.Location(), parameter.Name, $"'{type.ShortName()}' cannot be read from JSON; take a string or another type that can");
        return new(parameter, ParameterSource.Property);
    }

    private BoundParameter OptionalProperty(IParameterSymbol parameter)
    {
        // Without nullable annotations, a reference may be null.
        var isNullable = parameter.Type.IsReferenceType ? parameter.NullableAnnotation != NullableAnnotation.NotAnnotated
            : parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (!isNullable && !parameter.HasExplicitDefaultValue)
        {
            problems.Add(Ids.RoutePropertyNotReadable, parameter.Location(), parameter.Name,
                $"it may be missing, and '{parameter.Type.ShortName()} {parameter.Name}' always has a value; make it '{parameter.Type.ShortName()}?', give it a default value, or write '[{parameter.Name}]' if the property must be present");
        }
        return Property(parameter) with
        {
            Optional = true,
            Default = parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: { } value } ? JsonDefault.Of(value) : null,
        };
    }

    private static BoundParameter Service(IParameterSymbol parameter) => new(parameter, ParameterSource.Service)
    {
        Optional = parameter.NullableAnnotation == NullableAnnotation.Annotated || parameter.HasExplicitDefaultValue,
    };

    private string? NotSupported(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        return parameter.RefKind switch
        {
            RefKind.None when type is IPointerTypeSymbol or IFunctionPointerTypeSymbol => "a pointer; take a managed type",
            RefKind.None when type.IsRefLikeType => $"'{type.ShortName()}' is a ref struct; take ReadOnlyMemory<byte> or string",
            RefKind.None when type.TypeKind == TypeKind.Dynamic && IsMarkedService(parameter) => "nothing is registered as 'dynamic'; take the service's type",
            RefKind.None when JsonAccess.CannotName(type, known.Compilation) is { } problem => $"{problem.Reason}; {problem.Cure}",
            RefKind.None when type.IsA(known.WebSocket) => "the connection is QueueRun's; take ISocket",
            RefKind.None when (type.IsA(known.HttpRequest) || type.IsA(known.HttpResponse)) && offer.IsJob()
                => "a job has no request, and may run long after it; put the data that it needs into the job",
            RefKind.None when type.IsA(known.HttpRequest) || type.IsA(known.HttpResponse) => "take HttpContext, which is the upgrade request's",
            RefKind.None when type.IsA(known.SocketUser) && type.IsValueType => "a user is a class; make the type a class",
            RefKind.None when parameter.Attribute(known.FromKeyedServices) is { } keyed && Key(keyed)?.Kind == TypedConstantKind.Array
                => "an array cannot be a key; use a string, a number, an enum value or a type",
            RefKind.None when parameter.Attribute(known.FromKeyedServices) is { } keyed && Key(keyed) is { } key && !IsVisible(key)
                => "its key cannot be named outside its type; make that internal",
            RefKind.None => null,
            _ => "it is passed by reference; pass it by value",
        };
    }

    // For example 'typeof(Missing)'.
    private bool HasBrokenKey(IParameterSymbol parameter)
        => parameter.Attribute(known.FromKeyedServices) is { } keyed && (keyed.IsBroken() || (Key(keyed) is { Kind: TypedConstantKind.Type, Value: ITypeSymbol key } && key.IsMissing()));

    private bool IsMarkedService(IParameterSymbol parameter)
        => parameter.Attribute(known.FromKeyedServices) is not null
            || parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.IsA(known.FromServices) == true);

    /// <summary>Whether emitted code can name a key that is a type or an enum's value.</summary>
    private bool IsVisible(TypedConstant key)
        => (key.Kind == TypedConstantKind.Type ? key.Value as ITypeSymbol : key.Type) is not { } type
            || (known.Compilation.IsSymbolAccessibleWithin(type, known.Compilation.Assembly) && type is not INamedTypeSymbol { IsFileLocal: true });

    private string Cure(IParameterSymbol parameter, IParameterSymbol? message)
    {
        var isValue = parameter.Type.IsValueType || parameter.Type.SpecialType == SpecialType.System_String;
        if (offer == Offer.Schedule) return isValue ? "a scheduled run brings no data; remove it" : "a scheduled run brings no data; remove it, or mark it [FromServices] if it is a service";
        if (parameter is { Name: "userId", Type.SpecialType: not SpecialType.System_String } && offer.HasFlag(Offer.User)) return "a user's id is a string; make it a string";
        if (parameter.Type.SpecialType == SpecialType.System_String && offer.HasFlag(Offer.Room)) return "name it 'room' if it is the room's name, or 'userId' if it is the user's id";
        if (!offer.HasFlag(Offer.Message)) return isValue ? "only services can be passed here; take the value from one, such as IOptions<T>" : "mark it [FromServices] if it is a service";
        if (offer == Offer.Handler) return new UndecidedParameter(parameter, message, route, known).Cure();
        return (message, offer.IsJob()) switch
        {
            ({ }, _) => $"'{message.Name}' is the {Word}; take the value from there{(isValue ? "" : ", or mark this one [FromServices] if it is a service")}",
            (_, true) => "name it 'job' or mark it [FromMessage] if it is the job, or mark it [FromServices] if it is a service",
            _ => "mark it [FromMessage] if it is the message, or [FromServices] if it is a service",
        };
    }

    private void AddSecond(IParameterSymbol second, IParameterSymbol first)
        => problems.Add(Ids.SecondMessage, second.Location(), second.Name, first.Name, Word);

    private void NotOffered(IParameterSymbol parameter, string what)
    {
        var method = (IMethodSymbol)parameter.ContainingSymbol;
        if (offer.WhyMissing(what) is { } reason)
        {
            problems.Add(Ids.ParameterNotSupported, parameter.Location(), parameter.Name, reason);
        }
        else if (method.MethodKind == MethodKind.Constructor)
        {
            problems.Add(Ids.ParameterUndecided, parameter.Location(), parameter.Name, parameter.Type.ShortName(),
                $"a constructor has no {(what == "message" ? Word : what)} here; take it in the method, or mark it [FromServices] if it is a service");
        }
        else
        {
            problems.Add(Ids.LifecycleSignature, parameter.Location(), method.ShortName(), $"there is no {what} for '{parameter.Name}' here; remove the parameter");
        }
    }

    private bool IsRawMessage(ITypeSymbol type)
        => type.Is(known.JsonElement) || type.Is(known.JsonDocument) || type.IsByteArray() || type.IsOfBytes(known.ReadOnlyMemory);

    /// <summary>Whether the type is a class or an interface that can only be a service, and does not look like a value.</summary>
    private bool IsService(ITypeSymbol type)
        => type.TypeKind is TypeKind.Class or TypeKind.Interface
            && type.SpecialType is SpecialType.None
            && !type.IsRecord
            && !type.AllInterfaces.Prepend(type).Any(t => t.SpecialType == SpecialType.System_Collections_IEnumerable)
            && !type.IsA(known.JsonNode) && !type.Is(known.Uri) && !type.Is(known.Version);

    /// <summary>The key; null if the attribute gives none.</summary>
    private static TypedConstant? Key(AttributeData attribute)
        => attribute.ConstructorArguments.FirstOrDefault() is { IsNull: false, Kind: not TypedConstantKind.Error } key ? key : null;
}
