using System.Text.Json;

namespace QueueRun.Routing;

/// <summary>
/// The top-level properties of one message that some route names: as many as the message has of them, however many routes there are. Kept
/// from message to message.
/// </summary>
internal sealed class MessageProperties
{
    // What an ordinary message has. More is searched by an index, and not kept: it would stay with the connection.
    private const int Few = 16;

    private PropertyValue[] _values = [];
    private Dictionary<int, int>? _index;
    private int _count;

    /// <summary>Whether the message has a name that some route spells in another case.</summary>
    public bool HasSimilarName { get; set; }

    /// <summary>The position of the message's reference; empty if it has none or is not JSON.</summary>
    public Range Reference { get; set; }

    public ReadOnlySpan<PropertyValue> All => _values.AsSpan(0, _count);

    /// <summary>Notes a property; the last of a name counts.</summary>
    public void Set(in PropertyValue value)
    {
        var at = IndexOf(value.Slot);
        if (at < 0)
        {
            if (_count == _values.Length) Array.Resize(ref _values, Math.Max(4, _count * 2));
            at = _count++;
            if (_count > Few) Index(value.Slot, at);
        }

        _values[at] = value;
    }

    /// <summary>The property of a slot; of type <see cref="JsonTokenType.None"/> where the message has none.</summary>
    public PropertyValue Get(int slot) => IndexOf(slot) is >= 0 and var at ? _values[at] : default;

    public void Clear()
    {
        (_count, HasSimilarName, Reference) = (0, false, default);
        if (_index is null) return;
        (_index, _values) = (null, []);
    }

    private int IndexOf(int slot)
    {
        if (_index is not null) return _index.GetValueOrDefault(slot, -1);

        for (var i = 0; i < _count; i++)
        {
            if (_values[i].Slot == slot) return i;
        }

        return -1;
    }

    private void Index(int slot, int at)
    {
        if (_index is null)
        {
            _index = [];
            for (var i = 0; i < at; i++) _index.Add(_values[i].Slot, i);
        }

        _index.Add(slot, at);
    }
}

/// <summary>A top-level property of a message, where it stands.</summary>
/// <param name="Slot">Which of the properties that routes name it is.</param>
/// <param name="Type">The token that the value begins with; <see cref="JsonTokenType.None"/> when the property is missing.</param>
/// <param name="Start">Where the value begins, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Literal">The fact that it has one of the values that routes name; -1 for none.</param>
/// <param name="Presence">The fact that it is there: neither null nor empty. -1 where it is not, or no route asks.</param>
internal readonly record struct PropertyValue(int Slot, JsonTokenType Type, int Start, int Length, int Literal, int Presence);
