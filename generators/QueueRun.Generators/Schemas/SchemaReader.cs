using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Describes the JSON of types, from the same models from which its code is emitted. Belongs to one compilation: the same type is in many
/// messages.
/// </summary>
internal sealed class SchemaReader
{
    private static readonly ConditionalWeakTable<Compilation, SchemaReader> s_readers = new();
    private static readonly SymbolDisplayFormat s_id = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly Compilation _compilation;
    private readonly SchemaObjects _objects;
    private readonly Dictionary<SchemaId, SchemaComponent?> _components = [];

    private SchemaReader(Compilation compilation)
    {
        _compilation = compilation;
        _objects = new(this, compilation);
    }

    public static SchemaReader Of(Compilation compilation) => s_readers.GetValue(compilation, static compilation => new(compilation));

    /// <summary>The schema of a type where it is used: with null, if its declaration allows null.</summary>
    public Schema Use(ITypeSymbol type, JsonUse use, JsonNumberHandling? numbers = null)
    {
        var schema = Value(type, use, numbers);
        // Code without annotations does not say that there is no null.
        return type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated ? schema.OrNull() : schema;
    }

    /// <summary>The schema of a type's values without null, except that of <c>Nullable&lt;T&gt;</c>.</summary>
    public Schema Value(ITypeSymbol type, JsonUse use, JsonNumberHandling? numbers = null)
    {
        lock (_components)
        {
            var reading = JsonShapes.Inside(type, use, _compilation);
            return reading.Model switch
            {
                null => Schema.Unknown,
                { Kind: JsonKind.Value } model => SchemaValues.Of(model.Value!.Value, use, numbers),
                { Kind: JsonKind.Any } => Schema.Anything,
                { Kind: JsonKind.Nullable } => Value(reading.Next[0].Type, use, numbers).OrNull(),
                { Kind: JsonKind.Collection or JsonKind.Dictionary, Derived.Count: 0 } model when !IsNamed(type) => Collection(model, reading, use, numbers),
                { Kind: JsonKind.Listed or JsonKind.Converter } when !IsNamed(type) => Schema.Unknown,
                _ => Schema.Ref(Component(new(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(s_id), use, false), type, reading)),
            };
        }
    }

    /// <summary>The members of a type itself, even if values of derived types may stand in its place.</summary>
    public Schema Self(ITypeSymbol type, JsonUse use)
    {
        lock (_components)
        {
            var reading = JsonShapes.Inside(type, use, _compilation);
            if (reading.Model is not { Kind: JsonKind.Object, Derived.Count: > 0 }) return Value(type, use);
            return Schema.Ref(Component(new(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(s_id), use, true), type, reading));
        }
    }

    /// <summary>An object with properties of its own besides the members of a type.</summary>
    /// <param name="properties">The properties.</param>
    /// <param name="required">The names of those that are always there.</param>
    /// <param name="members">The schema of the type; null without one.</param>
    /// <param name="type">The type; null without one.</param>
    /// <param name="use">The use of the type.</param>
    public Schema With(IReadOnlyList<SchemaWord> properties, IReadOnlyList<string> required, Schema? members, ITypeSymbol? type, JsonUse use)
    {
        if (members is not null && type is not null && IsClosed(type, use)) return _objects.Read((INamedTypeSymbol)type, JsonShapes.Inside(type, use, _compilation).Model!, use, properties, required);
        var schema = Schema.Of("object");
        if (properties.Count > 0) schema = schema.With("properties", new Schema(properties.ToEquatableArray()).ToString());
        if (required.Count > 0) schema = schema.With("required", JsonText.Strings(required));
        if (members is null) return schema;
        // Any JSON: without a word for it, nothing but the properties would seem to be read.
        return members == Schema.Anything ? schema.With("additionalProperties", "true") : schema.With("allOf", JsonText.Array([members.ToString()]));
    }

    /// <summary>Whether the type refuses properties that it does not have, so that no other schema can add some.</summary>
    public bool IsClosed(ITypeSymbol type, JsonUse use)
        => use == JsonUse.Received && JsonShapes.Inside(type, use, _compilation).Model is { Kind: JsonKind.Object, UnmappedHandling: JsonUnmappedHandling.Disallow, Derived.Count: 0 };

    /// <summary>
    /// The type of the member with a name in JSON, without <c>Nullable&lt;T&gt;</c>; null if the type has no such member.
    /// </summary>
    public ITypeSymbol? Member(INamedTypeSymbol type, string property)
        => JsonShapes.Inside(type, JsonUse.Received, _compilation).Model?.Kind == JsonKind.Object
            && JsonMembers.Find(type, _compilation, out _)?.Find(member => !member.IsIgnored && member.JsonName == property)?.Type is { } found
            ? found is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : found
            : null;

    /// <summary>All components that schemas refer to, directly or not.</summary>
    public IEnumerable<SchemaComponent> Reach(IEnumerable<string> texts)
    {
        lock (_components)
        {
            HashSet<SchemaId> seen = [];
            Queue<string> queue = new(texts);
            List<SchemaComponent> reached = [];
            while (queue.Count > 0)
            {
                foreach (var id in SchemaId.In(queue.Dequeue()))
                {
                    if (!seen.Add(id) || _components[id] is not { } component) continue;
                    reached.Add(component);
                    queue.Enqueue(component.Text);
                }
            }
            return reached;
        }
    }

    // A type of the program has a name in the document; a list of .NET is described where it is used.
    private static bool IsNamed(ITypeSymbol type) => type is INamedTypeSymbol && !(type.Namespace() is { } space && IsOfNet(space));

    private static bool IsOfNet(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal);

    private SchemaId Component(SchemaId id, ITypeSymbol type, JsonReading reading)
    {
        if (_components.ContainsKey(id)) return id;
        _components.Add(id, null); // it may refer to itself
        var schema = Describe(type, reading, id).Described(DocComment.Summary(type));
        _components[id] = new(id, SchemaNames.Of(type), schema.ToString());
        return id;
    }

    private Schema Describe(ITypeSymbol type, JsonReading reading, SchemaId id)
    {
        var model = reading.Model!;
        switch (model.Kind)
        {
            case JsonKind.Enum or JsonKind.NamedEnum:
                return SchemaEnums.Of((INamedTypeSymbol)type, asNames: model.Kind == JsonKind.NamedEnum);
            case JsonKind.Collection or JsonKind.Dictionary when model.Derived.Count == 0:
                return Collection(model, reading, id.Use, model.NumberHandling);
            case JsonKind.Union:
                var cases = reading.Next.Select(step => Use(step.Type, id.Use)).ToList();
                return Schema.AnyOf(id.Use == JsonUse.Sent ? cases.Append(Schema.Null) : cases);
            case JsonKind.Object when model.Derived.Count > 0 && !id.IsSelf:
                return SchemaHierarchies.Of((INamedTypeSymbol)type, id.Use, this);
            case JsonKind.Object or JsonKind.Anonymous:
                return _objects.Read((INamedTypeSymbol)type, model, id.Use, [], []);
            default:
                return Schema.Unknown;
        }
    }

    private Schema Collection(JsonTypeModel model, JsonReading reading, JsonUse use, JsonNumberHandling? numbers)
    {
        var element = Use(reading.Next[0].Type, use, numbers);
        if (model.Kind == JsonKind.Collection) return Schema.ArrayOf(element);
        var schema = Schema.Of("object");
        if (Keys(reading.Next[1].Type) is { } keys) schema = schema.With("propertyNames", keys.ToString());
        return schema.With("additionalProperties", element == Schema.Anything ? "true" : element.ToString());
    }

    private static Schema? Keys(ITypeSymbol key)
        => key.TypeKind == TypeKind.Enum ? JsonConverters.Find(key) is null && !SchemaEnums.IsFlags(key) ? SchemaEnums.Names((INamedTypeSymbol)key) : null
            : JsonValues.Of(key) switch
            {
                >= JsonValueType.Int8 and <= JsonValueType.UInt128 => Schema.Anything.With("pattern", JsonText.Quote("^-?[0-9]+$")),
                JsonValueType.Guid => Schema.Anything.With("format", "\"uuid\""),
                _ => null,
            };
}
