using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.Analysis;

/// <summary>
/// Parses a route: conditions <c>name=value</c> and <c>[name]</c>, and optional properties <c>[name?]</c>, joined by <c>/</c>.
/// </summary>
internal ref struct RouteParser
{
    private readonly string _text;
    private readonly ImmutableArray<RouteCondition>.Builder _conditions;
    private readonly ImmutableArray<string>.Builder _optional;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    private RouteParser(string text)
    {
        _text = text;
        _conditions = ImmutableArray.CreateBuilder<RouteCondition>();
        _optional = ImmutableArray.CreateBuilder<string>();
    }

    /// <summary>The route of a text; or null, and the error.</summary>
    public static Route? Parse(string text, out TextError? error)
    {
        RouteParser parser = new(text);
        error = parser.Read();
        return error is null ? new Route(text, parser._conditions.ToImmutable()) { Optional = parser._optional.ToImmutable() } : null;
    }

    private readonly bool AtEnd => _at == _text.Length;

    private readonly bool AtSlashOrEnd => AtEnd || _text[_at] == '/';

    private TextError? Read()
    {
        if (_text.Length == 0) return Error(0, 0, "the route is empty; write [SocketHandler] for a default handler");
        while (true)
        {
            if (AtSlashOrEnd) return Error(_at, 1, "a condition is missing here; write 'name=value' or '[name]', or remove the '/'");
            var start = _at;
            var error = _text[_at] == '[' ? ReadProperty(out var name) : ReadValue(out name);
            if (error is not null) return error;
            if (!_names.Add(name)) return Error(start, _at - start, $"the property '{name}' is already in the route; keep one of the two");
            if (AtEnd) return null;
            _at++;
        }
    }

    private TextError? ReadProperty(out string name)
    {
        name = "";
        var close = _text.IndexOf(']', _at);
        if (close < 0) return Error(_at, 1, "the '[' is never closed; write '[name]'");
        name = _text.Substring(_at + 1, close - _at - 1);
        var isOptional = name.EndsWith("?", StringComparison.Ordinal);
        if (isOptional) name = name.Substring(0, name.Length - 1);
        if (NameError(name, _at + 1) is { } error) return error;
        // A condition may name any property. An optional property serves only a parameter, so it needs a parameter's name.
        if (isOptional && !SyntaxFacts.IsValidIdentifier(name))
            return Error(_at, close + 1 - _at, $"'{name}' cannot be the name of a parameter, which '[{name}?]' needs; remove it, or write '[{name}]' if the property must be present");
        _at = close + 1;
        if (!AtSlashOrEnd) return Error(_at, 1, $"only '/' may follow '[{name}{(isOptional ? "?" : "")}]'");
        if (isOptional) _optional.Add(name);
        else _conditions.Add(new RouteCondition(name, null));
        return null;
    }

    private TextError? ReadValue(out string name)
    {
        var start = _at;
        while (!AtSlashOrEnd && _text[_at] != '=') _at++;
        name = _text.Substring(start, _at - start);
        if (AtSlashOrEnd)
        {
            return NameError(name, start)
                ?? Error(start, name.Length, $"'{name}' is not a condition; {RouteWord.Cure(name)}");
        }
        if (NameError(name, start) is { } error) return error;
        _at++;
        if (AtSlashOrEnd) return Error(_at, 1, $"the value of '{name}' is missing; an empty value is written {name}=''");
        return _text[_at] == '\'' ? ReadQuoted(name) : ReadBare(name);
    }

    private TextError? ReadBare(string name)
    {
        var start = _at;
        for (; !AtSlashOrEnd; _at++)
        {
            if (_text[_at] is '=' or '[' or '\'')
            {
                return Error(_at, 1, $"a value that holds '{_text[_at]}' stands in single quotes (a quote inside is doubled): {name}='…'");
            }
        }
        var value = _text.Substring(start, _at - start);
        if (value.Trim().Length != value.Length)
            return Error(start, value.Length, $"spaces around a value count; remove them, or write {name}='{value}'");
        _conditions.Add(new RouteCondition(name, value));
        return null;
    }

    private TextError? ReadQuoted(string name)
    {
        var open = _at++;
        while (true)
        {
            if (AtEnd) return Error(open, 1, "the quote is never closed; a quote inside a value is doubled");
            if (_text[_at] != '\'') _at++;
            else if (_at + 1 < _text.Length && _text[_at + 1] == '\'') _at += 2;
            else break;
        }
        var value = _text.Substring(open + 1, _at - open - 1).Replace("''", "'");
        _at++;
        if (!AtSlashOrEnd) return Error(_at, 1, "only '/' may follow a quoted value; a quote inside a value is doubled");
        _conditions.Add(new RouteCondition(name, value));
        return null;
    }

    private static TextError? NameError(string name, int column)
    {
        if (name.Length == 0) return Error(column, 1, "the property's name is missing");
        var odd = name.IndexOfAny(['/', '=', '[', ']', '\'']);
        if (odd >= 0) return Error(column + odd, 1, $"a property's name may not hold '{name[odd]}' in a route");
        return name.Trim().Length == name.Length ? null : Error(column, name.Length, "spaces around a name count; remove them");
    }

    private static TextError Error(int column, int length, string message) => new(column, length, message);
}
