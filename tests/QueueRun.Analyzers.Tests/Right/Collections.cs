// Messages of many collections
using System.Collections.Immutable;

record Everything(ImmutableArray<int> A, IReadOnlyDictionary<string, List<int>> B, HashSet<Guid> C, IEnumerable<string> D, byte[] E, Queue<int?> F, SortedDictionary<int, string> G);
static class Chat { [SocketHandler("type=all")] internal static Everything All(Everything data) => data; }
