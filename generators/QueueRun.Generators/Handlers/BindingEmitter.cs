using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>Writes the lines that bind an emitted method's locals, one for each parameter, and names those locals.</summary>
internal sealed class BindingEmitter
{
    private readonly Dictionary<Binding, string> _locals = new(ReferenceComparer.Instance);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "call", "handler" };
    private readonly bool _isHook;

    public BindingEmitter(Call call, EntryPointKind kind)
    {
        _isHook = kind is EntryPointKind.OnOnline or EntryPointKind.OnOffline;
        // The method's own parameters keep their names; a constructor's give way.
        foreach (var binding in call.Parameters) _locals[binding] = NameLocal(binding.Name);
        if (call.Construction is null) return;
        foreach (var binding in call.Construction.Parameters) _locals[binding] = NameLocal(binding.Name);
    }

    /// <summary>
    /// Binds in the order of <see cref="ParameterSource"/>: the user, so that <c>not authenticated</c> is said before anything is
    /// read; the message; then what cannot be the client's fault.
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
        ParameterSource.Property => binding.IsString
            ? $"call.PropertyText({binding.Condition})"
            : $"call.Property<{binding.Type}>({binding.Condition})",
        ParameterSource.Message => Message(binding.Type),
        ParameterSource.Socket => "call.Socket",
        ParameterSource.Request => "call.Request",
        ParameterSource.Job => "call.Job",
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

    /// <summary>Two parameters may be equal by value (a method's and its constructor's): each has a local of its own.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<Binding>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(Binding x, Binding y) => ReferenceEquals(x, y);

        public int GetHashCode(Binding binding) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(binding);
    }
}
