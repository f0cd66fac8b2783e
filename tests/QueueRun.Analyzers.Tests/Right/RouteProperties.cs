// Properties of the route as parameters: texts, numbers, times, arrays, records, nullable
record Point(int X, int Y);

static class Properties
{
    [SocketHandler("[id]/[count]/[when]/[at]/[tags]")]
    internal static string On(Guid id, int? count, DateTimeOffset when, Point at, string[] tags) => $"{id} {count} {when} {at} {tags.Length}";
}
