using Cronos;

namespace QueueRun.Analysis;

/// <summary>The times of a schedule: the expression as written, and as a cron expression of six fields.</summary>
/// <remarks>
/// The library that runs schedules also validates them here, so every expression that it would refuse at start is an error at compile time.
/// </remarks>
internal sealed record ScheduleExpression(string Text, string Cron)
{
    private static readonly string[] s_names = ["second", "minute", "hour", "day of month", "month", "day of week"];

    /// <summary>Any start will do: an expression that ever occurs does so within a few years.</summary>
    private static readonly DateTime s_anyTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The schedule of a text; or null, and the error.</summary>
    public static ScheduleExpression? Parse(string text, out TextError? error)
    {
        error = null;
        if (Word(text) is { } word) return new(text, word);
        var fields = Split(text);
        error = CountError(text, fields);
        if (error is not null) return null;
        if (fields.Count == 5) fields.Insert(0, new("0", 0));
        for (var i = 0; i < fields.Count && error is null; i++) error = FieldError(fields, i);
        if (error is not null) return null;
        var cron = string.Join(" ", fields.Select(field => field.Text));
        error = NeverError(cron, fields);
        return error is null ? new(text, cron) : null;
    }

    private static string? Word(string text) => text switch
    {
        "hourly" => "0 0 * * * *",
        "daily" => "0 0 0 * * *",
        "weekly" => "0 0 0 * * 0",
        "monthly" => "0 0 0 1 * *",
        _ => null,
    };

    private static TextError? CountError(string text, List<Field> fields)
    {
        const string Right = "write hourly, daily, weekly, monthly, or five fields of cron: minute, hour, day of month, month, day of week (or six, the second before them)";
        if (fields.Count is 5 or 6) return null;
        if (fields.Count == 0) return new(0, text.Length, "it is empty; " + Right);
        var word = fields[0].Text.TrimStart('@').ToLowerInvariant();
        if (fields.Count == 1 && Word(word) is not null) return new(0, text.Length, $"write '{word}'");
        var last = fields[fields.Count - 1];
        return new(fields[0].Column, last.End - fields[0].Column, $"it has {fields.Count} {(fields.Count == 1 ? "field" : "fields")}; {Right}");
    }

    /// <summary>The error in one field, checked with '*' in the others.</summary>
    private static TextError? FieldError(List<Field> fields, int index)
    {
        var field = fields[index];
        var reason = field.Text.IndexOf('\0') >= 0
            ? "the character '\\0' is not expected" // the library takes it as the end of the text
            : Complaint(string.Join(" ", s_names.Select((_, i) => i == index ? field.Text : "*")));
        return reason is null ? null : new(field.Column, field.Text.Length, $"'{field.Text}' cannot be the {s_names[index]}: {reason}");
    }

    private static TextError? NeverError(string cron, List<Field> fields)
    {
        if (CronExpression.Parse(cron, CronFormat.IncludeSeconds).GetNextOccurrence(s_anyTime) is not null) return null;
        return new(fields[3].Column, fields[5].End - fields[3].Column,
            $"no day is ever the {s_names[3]} '{fields[3].Text}' in the {s_names[4]} '{fields[4].Text}' and the {s_names[5]} '{fields[5].Text}'; change one of them");
    }

    /// <summary>The library's error for an expression, in our words for the errors we know.</summary>
    private static string? Complaint(string cron)
    {
        try
        {
            CronExpression.Parse(cron, CronFormat.IncludeSeconds);
            return null;
        }
        catch (MissingSeedException)
        {
            return "'H', a time picked by chance, is not supported; write a number";
        }
        catch (CronFormatException e)
        {
            // "The given cron expression has an invalid format. Hours: Value must be a number between 0 and 23 (all inclusive)."
            var reason = e.Message.Substring(e.Message.IndexOf(": ", StringComparison.Ordinal) + 2).TrimEnd('.');
            const string Unexpected = "Unexpected character ";
            return reason.StartsWith(Unexpected, StringComparison.Ordinal)
                ? $"the character {reason.Substring(Unexpected.Length)} is not expected"
                : reason.Replace("Value must be a number", "a value is a number").Replace(" (all inclusive)", "");
        }
    }

    private static List<Field> Split(string text)
    {
        List<Field> fields = [];
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && text[at] is not (' ' or '\t')) at++;
            if (at > start) fields.Add(new(text.Substring(start, at - start), start));
            at++;
        }
        return fields;
    }

    private readonly record struct Field(string Text, int Column)
    {
        public int End => Column + Text.Length;
    }
}
