namespace QueueRun.Generators;

/// <summary>Writes the statements that bind the locals of an emitted method, one per parameter, and chooses their names.</summary>
internal sealed class BindingEmitter
{
    private readonly Dictionary<Binding, string> _locals = new(ReferenceComparer.Instance);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "call", "handler", "disposal", "MessageWriters" };
    private readonly bool _isHook;

    public BindingEmitter(Call call, MarkedKind kind)
    {
        _isHook = kind.Role == MarkedRole.Hook;
        // The method's own parameters keep their names; those of the constructor are renamed if necessary.
        foreach (var binding in call.Parameters) _locals[binding] = NameLocal(binding.Name);
        if (call.Construction is null) return;
        foreach (var binding in call.Construction.Parameters) _locals[binding] = NameLocal(binding.Name);
    }

    /// <summary>
    /// Binds in the order of <see cref="ParameterSource"/>: first the user, so that <c>not authenticated</c> is reported before anything is
    /// read; then the message; then the values that are never the client's fault.
    /// </summary>
    public void EmitBindings(SourceWriter writer, Call call)
    {
        foreach (var binding in call.AllBindings.OrderBy(binding => binding.Source))
            writer.WriteLine($"var {_locals[binding]} = {Value(binding)};");
    }

    /// <summary>The arguments of the method or of the constructor, in the order of the parameters.</summary>
    public string Arguments(EquatableArray<Binding> parameters)
        => string.Join(", ", parameters.Select(binding => binding.Forgive ? _locals[binding] + "!" : _locals[binding]));

    private string Value(Binding binding) => binding.Source switch
    {
        ParameterSource.User => binding.Optional ? $"call.UserOrNull<{binding.Type}>()" : $"call.User<{binding.Type}>()",
        ParameterSource.UserId => binding.Optional && !_isHook ? "call.UserIdOrNull()" : "call.UserId()",
        ParameterSource.Room => "call.Room()",
        ParameterSource.Property => Property(binding),
        ParameterSource.Message => Message(binding.Type),
        ParameterSource.Socket => "call.Socket",
        ParameterSource.Request => "call.Request",
        ParameterSource.Job => "call.Job",
        ParameterSource.Context => "call.Context",
        ParameterSource.Token => "call.Token",
        ParameterSource.HttpContext => "call.HttpContext",
        ParameterSource.Principal => "call.Principal",
        _ => (binding.Key, binding.Optional) switch
        {
            (null, false) => $"call.Service<{binding.Type}>()",
            (null, true) => $"call.ServiceOrDefault<{binding.Type}>()",
            (var key, false) => $"call.KeyedService<{binding.Type}>({key})",
            (var key, true) => $"call.KeyedServiceOrDefault<{binding.Type}>({key})",
        },
    };

    private static string Property(Binding binding)
    {
        var (text, json) = binding.Optional ? ("OptionalText", "OptionalProperty") : ("PropertyText", "Property");
        var arguments = binding.Default is null ? $"({binding.Index})" : $"({binding.Index}, {binding.Default})";
        return binding.IsString ? $"call.{text}{arguments}" : $"call.{json}<{binding.Type}>{arguments}";
    }

    /// <summary>Whether a message is read from JSON as an object of a type: it is not text, bytes or raw JSON.</summary>
    public static bool IsReadFromJson(Binding message) => Message(message.PlainType).StartsWith("call.Json<", StringComparison.Ordinal);

    private static string Message(string type) => type switch
    {
        "string" => "call.Text()",
        "byte[]" => "call.Bytes()",
        "global::System.ReadOnlyMemory<byte>" => "call.Memory()",
        "global::System.Text.Json.JsonElement" => "call.Element()",
        "global::System.Text.Json.JsonDocument" => "call.Document()",
        _ => $"call.Json<{type}>()",
    };

    private string NameLocal(string name)
    {
        var local = name;
        for (var i = 2; !_taken.Add(local); i++) local = name + i;
        return GeneratedNames.Escape(local);
    }

    /// <summary>
    /// Compares by reference: a parameter of the method and one of its constructor may be equal by value, but each has its own local.
    /// </summary>
    private sealed class ReferenceComparer : IEqualityComparer<Binding>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(Binding x, Binding y) => ReferenceEquals(x, y);

        public int GetHashCode(Binding binding) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(binding);
    }
}
