using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using QueueRun.Routing;

namespace QueueRun.Fuzz.Routes;

/// <summary>Messages, and programs with some routes. A case is a byte that selects the program, and the message.</summary>
internal sealed class RouterTarget : FuzzTarget
{
    private static readonly (RouteCondition[][] Routes, RouteTable Table, RouterReference Reference)[] Programs = [.. Enumerable.Range(0, 256).Select(seed =>
    {
        var routes = RouterGenerator.Program(new(seed));
        return (routes, Table(routes), new RouterReference(routes));
    })];

    // Kept from message to message, as by a connection.
    private readonly MessageProperties _properties = new();

    public override string Name => "router";

    public static string RouteText(RouteCondition[] route)
        => string.Join('/', route.Select(condition => condition.Value is null ? $"[{condition.Property}]" : $"{condition.Property}={condition.Value}"));

    public override byte[] Generate(Random random)
    {
        var program = random.Next(Programs.Length);
        return RouterGenerator.Message(random, program, Programs[program].Routes);
    }

    public override void Check(byte[] input)
    {
        // The router receives only valid text.
        if (input.Length == 0 || !Utf8.IsValid(input.AsSpan(1))) return;

        var (routes, table, reference) = Programs[input[0]];
        var json = input.AsMemory(1);
        var (expected, actual) = (reference.Read(json), Route(routes, table, json));
        if (expected == actual) return;

        throw new DifferenceException(
            $"{Encoding.UTF8.GetString(json.Span)}\nof {string.Join(", ", routes.Select(RouteText))}\nexpected {expected}\nfound {actual}");
    }

    private Routed Route(RouteCondition[][] routes, RouteTable table, ReadOnlyMemory<byte> json)
    {
        _properties.Clear();
        try
        {
            table.Read(json.Span, _properties);
        }
        catch (JsonException)
        {
            return new(false, null, null, "");
        }

        var handler = table.Find(json.Span, _properties, otherwise: null, out var misspelled);
        if (misspelled is var (written, expected) && (written == expected || !written.Equals(expected, StringComparison.OrdinalIgnoreCase)
            || !routes.SelectMany(route => route).Any(condition => condition.Property == expected)))
        {
            throw new DifferenceException($"{written} is said to be {expected}");
        }

        if (handler is null) return new(true, null, misspelled?.Written, "");

        var values = handler.Slots.Select(slot => _properties.Get(slot)).Select(value => Encoding.UTF8.GetString(json.Span.Slice(value.Start, value.Length)));
        return new(true, handler.Descriptor.RouteText, misspelled?.Written, string.Join('|', values));
    }

    private static RouteTable Table(RouteCondition[][] routes) => new(
        routes.Select(route => new HandlerDescriptor
        {
            Name = RouteText(route),
            Kind = MessageKind.Json,
            RouteText = RouteText(route),
            Route = route,
            InvokeAsync = _ => default,
        }),
        (descriptor, slots) => new(descriptor, slots, TimeSpan.FromSeconds(1), false));
}
