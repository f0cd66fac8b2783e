using System.Text;

namespace QueueRun.Analysis;

/// <summary>The names of queues.</summary>
internal static class QueueName
{
    public const int MaxLength = 100;

    private const string Suffix = "Async";

    /// <summary>The queue's default name: the method's name in snake_case, without <c>Async</c>.</summary>
    public static string Of(string method)
    {
        var end = method.Length > Suffix.Length && method.EndsWith(Suffix, StringComparison.Ordinal) ? method.Length - Suffix.Length : method.Length;
        StringBuilder name = new(end + 8);
        for (var i = 0; i < end; i++)
        {
            if (i > 0 && char.IsUpper(method[i]) && StartsWord(method[i - 1], i + 1 < end ? method[i + 1] : ' ')) name.Append('_');
            name.Append(char.ToLowerInvariant(method[i]));
        }
        return name.ToString();
    }

    /// <summary>The error in a name; null if there is none.</summary>
    public static TextError? Check(string name)
    {
        if (name.Length == 0) return new(0, 0, "it is empty; name the queue, or write [QueueHandler] for the method's name");
        if (name.Length > MaxLength) return new(MaxLength, name.Length - MaxLength, $"it is longer than {MaxLength} characters");
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]) && name[i] is not ('_' or '-' or '.'))
                return new(i, 1, $"it may not hold '{name[i]}', only letters, digits, '_', '-' and '.'");
        }
        return null;
    }

    /// <summary>
    /// Whether an upper-case letter starts a word: it does after a lower-case letter or a digit, and as the last of several before a
    /// lower-case letter.
    /// </summary>
    private static bool StartsWord(char before, char after)
        => char.IsLower(before) || char.IsDigit(before) || (char.IsUpper(before) && char.IsLower(after));
}
