using System.Globalization;
using System.Text;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Writes the body of an object's reader. If the constructor has no parameters, members are set in the order of the JSON, as by the
/// serializer. Otherwise all members that are not its arguments are set after the call, in the order of declaration.
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

    /// <param name="writer">The writer.</param>
    /// <param name="type">The object.</param>
    /// <param name="id">The type's part in the names of its accessors.</param>
    /// <param name="read">Gives the expression that reads a member's value into its local variable.</param>
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

    /// <summary>A member that is read, with its index, its local variable, and its bit.</summary>
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

    private void EmitCases()
    {
        foreach (var slot in _slots)
        {
            EmitCase(slot.Member.JsonName);
            using (_writer.Indent())
            {
                var target = TakesArguments ? slot : slot with { Local = $"{slot.Type} {slot.Local}" };
                _writer.WriteLine($"if ({OutOfOrder(slot)}!EmittedReader.IsNew(ref reader, ref seen, {Bit(slot)}) || !{_read(target)}) return false;");
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
            var near = _slots.Select(slot => $"EmittedReader.IsNearly(jsonName, {Utf8(slot.Member.JsonName)})").ToList();
            for (var i = 0; i < near.Count; i += NearInALine)
                _writer.WriteLine($"if ({string.Join(" || ", near.Skip(i).Take(NearInALine))}) return false;");
            _writer.WriteLine("if (!EmittedReader.IsPlain(jsonName) || !reader.TrySkip()) return false;");
            _writer.WriteLine("break;");
        }
    }

    // Members that are not arguments are set in the order of declaration, but by the serializer in the order of the JSON. If setters do
    // more than store the value, the two orders must be the same.
    private string OutOfOrder(Slot slot)
    {
        if (!TakesArguments || Parameter(slot) is not null) return "";
        var set = _slots.FindAll(other => Parameter(other) is null);
        var later = set.Where(other => other.Bit > slot.Bit).Aggregate(0UL, (bits, other) => bits | 1UL << other.Bit);
        return later != 0 && set.Exists(other => other.Member.SetterActs) ? $"(seen & {Hex(later)}) != 0 || " : "";
    }

    private void EmitCase(string jsonName)
        => _writer.WriteLine($"case {Encoding.UTF8.GetByteCount(jsonName)} when EmittedReader.Is(jsonName, {Utf8(jsonName)}):");

    private void EmitEnd()
    {
        var required = _slots.Where(slot => slot.Member.IsRequired).Aggregate(0UL, (bits, slot) => bits | 1UL << slot.Bit);
        if (required != 0) _writer.WriteLine($"if ((seen & {Hex(required)}) != {Hex(required)}) return false; // a member is missing");
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
            ? $"{AccessorEmitter.Constructor(accessor, _id)}({arguments})" : $"new {_type.Name}({arguments})";

    private string Argument(JsonParameter parameter)
    {
        var member = ReadableTypes.Of(parameter, _type);
        return _slots.Find(slot => slot.Member == member)?.Local
            ?? (parameter.Default is { } value ? Literals.Of(value, parameter.Type) : $"default({parameter.Type})");
    }

    private string Set(Slot slot)
    {
        var member = slot.Member;
        if (member.Accessor is not null && member.Setter == JsonSetter.Accessor)
            return $"{AccessorEmitter.Setter(_type, _id, slot.Index)}({(_type.IsValueType ? "ref " : "")}value, {slot.Local})";
        var target = member.IsHidden ? $"(({member.DeclaringType})value)" : "value";
        return $"{target}.{GeneratedNames.Escape(member.Name)} = {slot.Local}";
    }

    private string Initial(Slot slot) => Parameter(slot) is { Default: { } value } parameter ? Literals.Of(value, parameter.Type) : "default";

    private JsonParameter? Parameter(Slot slot)
        => _type.Constructor!.Parameters.FirstOrDefault(parameter => ReadableTypes.Of(parameter, _type) == slot.Member);

    private static string Bit(Slot slot) => Hex(1UL << slot.Bit);

    private static string Hex(ulong bits) => string.Format(CultureInfo.InvariantCulture, "0x{0:X}UL", bits);

    private static string Utf8(string name) => Emitted.Literal(name) + "u8";

    private static bool IsPlain(string name) => name.All(c => c is >= ' ' and < '\x7f' and not ('"' or '\\'));

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
