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
    public RouteTree(IReadOnlyList<int[]> routes)
    {
        var all = new Route[routes.Count];
        for (var number = 0; number < all.Length; number++) all[number] = new(number, routes[number]);
        _root = new(all, 0);
    }

    private sealed class Route(int number, int[] facts)
    {
        public int Number => number;

        public int[] Facts => facts;
    }

    private sealed class Node
    {
        // Facts with close numbers, as those of the first node, are looked up in an array.
        private const int MostGaps = 4;

        private readonly int _lowest;
        private readonly int[] _window = [];
        private readonly Dictionary<int, int>? _sparse;
        private readonly Node[] _nodes;

        /// <param name="routes">The routes through this node, in order.</param>
        /// <param name="depth">The number of their facts on the path to this node.</param>
        public Node(IReadOnlyList<Route> routes, int depth)
        {
            First = routes is [var first, ..] ? first.Number : None;
            Own = routes.FirstOrDefault(route => route.Facts.Length == depth)?.Number ?? None;
            List<Node> nodes = [];
            Dictionary<int, int> steps = [];
            Dictionary<int, List<Route>> next = [];
            foreach (var route in routes)
            {
                if (route.Facts.Length <= depth) continue;
                if (!next.TryGetValue(route.Facts[depth], out var same)) next.Add(route.Facts[depth], same = []);
                same.Add(route);
            }

            Facts = [.. next.Keys];
            Array.Sort(Facts);
            foreach (var fact in Facts)
            {
                if (next[fact] is [var only] && only.Facts.Length == depth + 1)
                {
                    steps.Add(fact, only.Number + 1);
                }
                else
                {
                    nodes.Add(new(next[fact], depth + 1));
                    steps.Add(fact, -nodes.Count);
                }
            }

            _nodes = [.. nodes];
            if (Facts is [var lowest, .., var highest] && highest - lowest < Facts.Length * MostGaps)
            {
                _lowest = lowest;
                _window = new int[highest - lowest + 1];
                foreach (var (fact, step) in steps) _window[fact - lowest] = step;
            }
            else
            {
                _sparse = steps;
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
            if (_sparse is not null) return _sparse.TryGetValue(fact, out var step) ? step : 0;

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
