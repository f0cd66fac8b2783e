using System.Globalization;
using System.Text;

namespace QueueRun.Analysis.Json;

/// <summary>The naming of members: the values of System.Text.Json's <c>JsonKnownNamingPolicy</c>.</summary>
internal enum JsonNaming
{
    Unspecified = 0,
    CamelCase = 1,
    SnakeCaseLower = 2,
    SnakeCaseUpper = 3,
    KebabCaseLower = 4,
    KebabCaseUpper = 5,
}

/// <summary>System.Text.Json's naming policies.</summary>
internal static class JsonNamingPolicies
{
    /// <summary>The name in JSON of a member.</summary>
    public static string Of(this JsonNaming naming, string name)
        => naming switch
        {
            JsonNaming.CamelCase => CamelCase(name),
            JsonNaming.SnakeCaseLower => Words(name, '_', char.ToLowerInvariant),
            JsonNaming.SnakeCaseUpper => Words(name, '_', char.ToUpperInvariant),
            JsonNaming.KebabCaseLower => Words(name, '-', char.ToLowerInvariant),
            JsonNaming.KebabCaseUpper => Words(name, '-', char.ToUpperInvariant),
            _ => name,
        };

    private static string CamelCase(string name)
    {
        if (name.Length == 0 || !char.IsUpper(name[0])) return name;
        var chars = name.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            if (i == 1 && !char.IsUpper(chars[i])) break;
            if (i > 0 && i + 1 < chars.Length && !char.IsUpper(chars[i + 1])) break;
            chars[i] = char.ToLowerInvariant(chars[i]);
        }
        return new(chars);
    }

    // A word begins with a capital after any other character than a capital, and with the last of several capitals: MyURLs is my_ur_ls. A
    // character that is neither a letter nor a digit is kept, and a new word begins after it.
    private static string Words(string name, char separator, Func<char, char> convert)
    {
        StringBuilder words = new(name.Length + 8);
        bool afterCapital = false, afterSmall = false;
        for (var i = 0; i < name.Length; i++)
        {
            var category = char.GetUnicodeCategory(name[i]);
            var isCapital = category == UnicodeCategory.UppercaseLetter;
            if (isCapital && (afterSmall || (afterCapital && i + 1 < name.Length && char.IsLower(name[i + 1])))) words.Append(separator);
            afterCapital = isCapital;
            afterSmall = category is UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber;
            words.Append(afterCapital || afterSmall ? convert(name[i]) : name[i]);
        }
        return words.ToString();
    }
}
