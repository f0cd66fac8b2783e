using System.Text;

namespace QueueRun.Routing.Benchmarks;

/// <summary>A program's routes, and messages for them.</summary>
internal sealed class Traffic
{
    /// <summary>So many that no branch is learned by heart.</summary>
    public const int Messages = 1024;

    private readonly RouteTable _table;
    private readonly byte[][] _messages;
    private readonly MessageProperties _properties = new();

    public Traffic(Conditions conditions, int count, int messages = Messages)
    {
        var routes = Enumerable.Range(0, count).Select(i => Route(conditions, i, count)).ToArray();
        _table = new(routes.Select(Describe), (descriptor, slots) => new(descriptor, slots, TimeSpan.FromSeconds(10), false));
        var random = new Random(1);
        _messages = [.. Enumerable.Range(0, messages).Select(_ => Message(routes[random.Next(count)]))];
    }

    /// <summary>Reads each message, and finds its handler.</summary>
    public void FindAll()
    {
        var found = 0;
        foreach (var message in _messages)
        {
            _table.Read(message, _properties);
            if (_table.Find(message, _properties, otherwise: null, out _) is not null) found++;
            _properties.Clear();
        }

        if (found != Messages) throw new InvalidOperationException("A message found no route.");
    }

    /// <summary>The first of the routes, as it is written.</summary>
    public static string Example(Conditions conditions)
        => conditions is Conditions.Mixed ? "a quarter of each" : $"`{Text(Route(conditions, 0, 1))}`, …";

    private static string Text(RouteCondition[] route)
        => string.Join('/', route.Select(condition => condition.Value is null ? $"[{condition.Property}]" : $"{condition.Property}={condition.Value}"));

    // Names and values are as long among ten as among ten thousand.
    private static RouteCondition[] Route(Conditions conditions, int i, int count) => conditions switch
    {
        Conditions.OneValue => [new("action", $"action_{i:D5}")],
        Conditions.ValueAndProperty => [new("action", "change"), new($"property_{i:D5}")],
        Conditions.TwoValues => [new("kind", $"kind_{i % (int)Math.Sqrt(count):D5}"), new("action", $"action_{i / (int)Math.Sqrt(count):D5}")],
        Conditions.PropertyOnly => [new($"property_{i:D5}")],
        _ => Route((Conditions)(i % (int)Conditions.Mixed), i, count),
    };

    private static HandlerDescriptor Describe(RouteCondition[] route) => new()
    {
        Name = "",
        Kind = MessageKind.Json,
        RouteText = Text(route),
        Route = route,
        InvokeAsync = _ => default,
    };

    private static byte[] Message(RouteCondition[] route)
    {
        var conditions = string.Join(',', route.Select(condition => $"\"{condition.Property}\":\"{condition.Value ?? "x"}\""));
        return Encoding.UTF8.GetBytes($$"""{{{conditions}},"text":"Shall we meet at noon?","to":["ann","bob"],"n":12}""");
    }
}

/// <summary>What the routes ask for.</summary>
internal enum Conditions
{
    /// <summary>action=…: one property, a value for each route.</summary>
    OneValue,

    /// <summary>[…]/action=change: a property for each route, and a value that all share.</summary>
    ValueAndProperty,

    /// <summary>kind=…/action=…: each value is shared by many routes, each pair is one.</summary>
    TwoValues,

    /// <summary>[…]: a property for each route.</summary>
    PropertyOnly,

    /// <summary>A quarter of each.</summary>
    Mixed,
}
