using System.Globalization;
using System.Text;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes the body of an object's reader. Members of a type that is constructed without arguments are set as they come, as the serializer
/// does; with arguments, what is no argument is set after the constructor, in the order of declaration.
/// </summary>
internal sealed class ReaderObject
{
    private static readonly string[] s_reserved = ["reader", "options", "value", "seen", "jsonName", "_"];

    private const int NearInALine = 4;

    private readonly SourceWriter _writer;
    private readonly JsonTypeModel _type;
    private readonly string _id;
    private readonly Func<Slot, string> _read;
    private readonly List<Slot> _slots = [];

    /// <param name="writer">Where to write.</param>
    /// <param name="type">The object.</param>
    /// <param name="id">What the object's accessors are called by.</param>
    /// <param name="read">The expression that reads a member's value into its local variable.</param>
    public ReaderObject(SourceWriter writer, JsonTypeModel type, string id, Func<Slot, string> read)
    {
        (_writer, _type, _id, _read) = (writer, type, id, read);
        HashSet<string> locals = [.. s_reserved];
        for (var i = 0; i < type.Members.Count; i++)
        {
            var member = type.Members[i];
            if (!ReadableTypes.IsRead(member)) continue;
            var local = JsonNaming.CamelCase.Of(member.Name);
            if (!locals.Add(local)) locals.Add(local = $"{local}_{i}");
            _slots.Add(new(member, i, GeneratedNames.Escape(local), _slots.Count));
        }
    }

    /// <summary>A member that is read, its place, its local variable, and its bit.</summary>
    internal sealed record Slot(JsonMember Member, int Index, string Local, int Bit)
    {
        public string Type => Member.Type;
    }

    private bool TakesArguments => _type.Constructor!.Parameters.Count > 0;

    public void EmitBody()
    {
        _writer.WriteLine("value = default;");
        _writer.WriteLine(
            $"if (reader.TokenType != JsonTokenType.StartObject) return {(_type.IsValueType ? "false" : "reader.TokenType == JsonTokenType.Null")};");
        if (TakesArguments)
        {
            foreach (var slot in _slots) _writer.WriteLine($"{slot.Type} {slot.Local} = {Initial(slot)};");
        }
        else if (!_type.Constructor!.IsDefault)
        {
            _writer.WriteLine($"value = {New("")};");
        }
        if (_slots.Count > 0) _writer.WriteLine("var seen = 0UL;");
        using (_writer.Block("while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)"))
        {
            _writer.WriteLine("var jsonName = reader.ValueSpan;");
            using (_writer.Block("switch (jsonName.Length)")) EmitCases();
        }
        EmitEnd();
    }

    /// <summary>What the body calls: it stands behind the method.</summary>
    public void EmitAccessors()
    {
        if (_type.Constructor?.Accessor is { } constructor) AccessorEmitter.Emit(_writer, constructor, $"New{_id}");
        foreach (var slot in _slots)
        {
            if (slot.Member.Accessor is { } setter && Parameter(slot) is null) AccessorEmitter.Emit(_writer, setter, SetterName(slot));
        }
    }

    private void EmitCases()
    {
        foreach (var slot in _slots)
        {
            EmitCase(slot.Member.JsonName);
            using (_writer.Indent())
            {
                var target = TakesArguments ? slot : slot with { Local = $"{slot.Type} {slot.Local}" };
                _writer.WriteLine($"if (!IsNew(ref reader, ref seen, {Bit(slot)}) || !{_read(target)}) return false;");
                if (!TakesArguments) _writer.WriteLine($"{Set(slot)};");
                _writer.WriteLine("break;");
            }
        }
        if (_type.Discriminator is { } known && !_type.Members.Any(member => IsSame(member.JsonName, known.Property)) && IsPlain(known.Property))
        {
            EmitCase(known.Property);
            using (_writer.Indent())
            {
                _writer.WriteLine("if (!reader.TrySkip()) return false;");
                _writer.WriteLine("break;");
            }
        }
        _writer.WriteLine("default:");
        using (_writer.Indent())
        {
            if (!_slots.TrueForAll(slot => IsPlain(slot.Member.JsonName)))
            {
                _writer.WriteLine("return false;");
                return;
            }
            var near = _slots.Select(slot => $"IsNearly(jsonName, {Utf8(slot.Member.JsonName)})").ToList();
            for (var i = 0; i < near.Count; i += NearInALine)
                _writer.WriteLine($"if ({string.Join(" || ", near.Skip(i).Take(NearInALine))}) return false;");
            _writer.WriteLine("if (!IsPlain(jsonName) || !reader.TrySkip()) return false;");
            _writer.WriteLine("break;");
        }
    }

    private void EmitCase(string jsonName)
        => _writer.WriteLine($"case {Encoding.UTF8.GetByteCount(jsonName)} when Is(jsonName, {Utf8(jsonName)}):");

    private void EmitEnd()
    {
        var required = _slots.Where(slot => slot.Member.IsRequired).Aggregate(0UL, (bits, slot) => bits | 1UL << slot.Bit);
        if (required != 0) _writer.WriteLine($"if ((seen & {Hex(required)}) != {Hex(required)}) return false; // what is required");
        if (TakesArguments)
        {
            _writer.WriteLine($"value = {New(string.Join(", ", _type.Constructor!.Parameters.Select(Argument)))};");
            foreach (var slot in _slots.Where(slot => Parameter(slot) is null))
                _writer.WriteLine(slot.Member.IsRequired ? $"{Set(slot)};" : $"if ((seen & {Bit(slot)}) != 0) {Set(slot)};");
        }
        _writer.WriteLine("return true;");
    }

    private string New(string arguments)
        => _type.Constructor!.Accessor is { } accessor
            ? $"{AccessorEmitter.Call(accessor, $"New{_id}")}({arguments})" : $"new {_type.Name}({arguments})";

    private string Argument(JsonParameter parameter)
    {
        var member = ReadableTypes.Of(parameter, _type);
        return _slots.Find(slot => slot.Member == member)?.Local ?? parameter.Default ?? $"default({parameter.Type})";
    }

    private string Set(Slot slot)
    {
        var member = slot.Member;
        if (member.Accessor is { } accessor && member.Setter == JsonSetter.Accessor)
            return $"{AccessorEmitter.Call(accessor, SetterName(slot))}({(_type.IsValueType ? "ref " : "")}value, {slot.Local})";
        var target = member.IsHidden ? $"(({member.DeclaringType})value)" : "value";
        return $"{target}.{GeneratedNames.Escape(member.Name)} = {slot.Local}";
    }

    private string SetterName(Slot slot) => $"Set{_id}_{slot.Index}_{slot.Member.Name}";

    private string Initial(Slot slot) => Parameter(slot)?.Default ?? "default";

    private JsonParameter? Parameter(Slot slot)
        => _type.Constructor!.Parameters.FirstOrDefault(parameter => ReadableTypes.Of(parameter, _type) == slot.Member);

    private static string Bit(Slot slot) => Hex(1UL << slot.Bit);

    private static string Hex(ulong bits) => string.Format(CultureInfo.InvariantCulture, "0x{0:X}UL", bits);

    private static string Utf8(string name) => Emitted.Literal(name) + "u8";

    private static bool IsPlain(string name) => name.All(c => c is >= ' ' and < '\x7f' and not ('"' or '\\'));

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
