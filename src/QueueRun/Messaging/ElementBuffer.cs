using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueueRun.Messaging;

/// <summary>
/// Collects elements that emitted code has read, until their number is known: then the collection is created in its final size, and nothing
/// else is allocated. Used by emitted code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct ElementBuffer<T>
{
    private Few _few;
    private T[]? _many;
    private int _count;

    /// <summary>Most collections in messages are short: they fit on the stack.</summary>
    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 8;
        private T _first;
    }

    /// <summary>The elements read so far.</summary>
    [UnscopedRef]
    internal readonly ReadOnlySpan<T> Items => _many is null ? ((ReadOnlySpan<T>)_few)[.._count] : _many.AsSpan(0, _count);

    /// <summary>Adds the next element.</summary>
    public void Add(T item)
    {
        if (_many is null && _count < Few.Length) _few[_count++] = item;
        else AddToMany(item);
    }

    /// <summary>The elements as an array. The buffer is not used again.</summary>
    public T[] TakeArray()
    {
        var array = _count == 0 ? [] : Items.ToArray();
        Release();
        return array;
    }

    /// <summary>The elements as a list. The buffer is not used again.</summary>
    public List<T> TakeList()
    {
        List<T> list = new(_count);
        CollectionsMarshal.SetCount(list, _count);
        Items.CopyTo(CollectionsMarshal.AsSpan(list));
        Release();
        return list;
    }

    /// <summary>The elements as a set. The buffer is not used again.</summary>
    public HashSet<T> TakeSet()
    {
        HashSet<T> set = new(_count);
        foreach (var item in Items) set.Add(item);
        Release();
        return set;
    }

    /// <summary>Returns the rented array. If reading is given up, the array is not returned, and the garbage collector frees it.</summary>
    internal void Release()
    {
        if (_many is null) return;

        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) _many.AsSpan(0, _count).Clear();
        ArrayPool<T>.Shared.Return(_many);
        _many = null;
    }

    private void AddToMany(T item)
    {
        if (_many is null || _count == _many.Length)
        {
            var more = ArrayPool<T>.Shared.Rent(_count * 2);
            Items.CopyTo(more);
            Release();
            _many = more;
        }

        _many[_count++] = item;
    }
}

/// <summary>Turns a buffer of pairs into a dictionary. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ElementBuffer
{
    /// <summary>The pairs as a dictionary; of two with the same key, the later one counts. The buffer is not used again.</summary>
    public static Dictionary<string, T> TakeDictionary<T>(ref ElementBuffer<KeyValuePair<string, T>> pairs)
    {
        Dictionary<string, T> dictionary = new(pairs.Items.Length);
        foreach (var (key, value) in pairs.Items) dictionary[key] = value;
        pairs.Release();
        return dictionary;
    }
}
