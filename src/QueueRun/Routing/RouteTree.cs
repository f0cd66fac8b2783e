using System.Collections.Frozen;

namespace QueueRun.Routing;

/// <summary>
/// Finds the first route whose conditions are all met. A route is a path through the tree, with one fact per step, in the order of their
/// numbers; a message follows only the steps of its own facts. The cost depends on the message, not on the number of routes.
/// </summary>
internal sealed class RouteTree
{
    /// <summary>No route.</summary>
    public const int None = int.MaxValue;

    private readonly Node _root;

    /// <param name="routes">The facts of each route, ascending; routes that come first win.</param>
    public RouteTree(IEnumerable<int[]> routes) => _root = new([.. routes.Select((facts, number) => new Route(number, facts))], 0);

    private sealed record Route(int Number, int[] Facts);

    private sealed class Node
    {
        // Facts with close numbers, as those of the first node, are looked up in an array.
        private const int MostGaps = 4;

        private readonly int _lowest;
        private readonly int[] _window = [];
        private readonly FrozenDictionary<int, int>? _sparse;
        private readonly Node[] _nodes;

        /// <param name="routes">The routes through this node, in order.</param>
        /// <param name="depth">The number of their facts on the path to this node.</param>
        public Node(IReadOnlyList<Route> routes, int depth)
        {
            First = routes is [var first, ..] ? first.Number : None;
            Own = routes.FirstOrDefault(route => route.Facts.Length == depth)?.Number ?? None;
            List<Node> nodes = [];
            Dictionary<int, int> steps = [];
            foreach (var on in routes.Where(route => route.Facts.Length > depth).GroupBy(route => route.Facts[depth]).OrderBy(group => group.Key))
            {
                if (on.ToArray() is [{ } only] && only.Facts.Length == depth + 1)
                {
                    steps.Add(on.Key, only.Number + 1);
                }
                else
                {
                    nodes.Add(new([.. on], depth + 1));
                    steps.Add(on.Key, -nodes.Count);
                }
            }

            _nodes = [.. nodes];
            Facts = [.. steps.Keys];
            if (Facts is [var lowest, .., var highest] && highest - lowest < Facts.Length * MostGaps)
            {
                _lowest = lowest;
                _window = new int[highest - lowest + 1];
                foreach (var (fact, step) in steps) _window[fact - lowest] = step;
            }
            else
            {
                _sparse = steps.ToFrozenDictionary();
            }
        }

        /// <summary>The route that ends here.</summary>
        public int Own { get; }

        /// <summary>The first route that ends here or below.</summary>
        public int First { get; }

        /// <summary>The facts of the next steps, ascending.</summary>
        public int[] Facts { get; }

        /// <summary>The next step for a fact: a route's number plus 1, or a node's number from -1 down, or 0 for none.</summary>
        public int Next(int fact)
        {
            if (_sparse is not null) return _sparse.GetValueOrDefault(fact);

            var at = fact - _lowest;
            return (uint)at < (uint)_window.Length ? _window[at] : 0;
        }

        public Node this[int step] => _nodes[-step - 1];
    }

    /// <summary>The first route, or <see cref="None"/>.</summary>
    /// <param name="facts">The facts of the message, ascending.</param>
    public int Find(ReadOnlySpan<int> facts)
    {
        var best = None;
        Walk(_root, facts, ref best);
        return best;
    }

    private static void Walk(Node node, ReadOnlySpan<int> facts, ref int best)
    {
        if (node.Own < best) best = node.Own;

        // The shorter list is walked: a step is short for a message of a thousand properties, and for a thousand routes.
        if (node.Facts.Length <= facts.Length)
        {
            foreach (var fact in node.Facts)
            {
                if (facts.BinarySearch(fact) is >= 0 and var at) Go(node, node.Next(fact), facts[(at + 1)..], ref best);
            }
        }
        else
        {
            for (var at = 0; at < facts.Length; at++) Go(node, node.Next(facts[at]), facts[(at + 1)..], ref best);
        }
    }

    private static void Go(Node from, int step, ReadOnlySpan<int> facts, ref int best)
    {
        if (step > 0) best = Math.Min(best, step - 1);
        else if (step < 0 && from[step] is { } next && next.First < best) Walk(next, facts, ref best);
    }
}
