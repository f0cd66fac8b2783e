// Local functions and lambdas with attributes of others, beside handlers
using System.Diagnostics.CodeAnalysis;

static class Chat
{
    [SocketHandler] internal static string Echo(string data)
    {
        return Twice(data);
        [return: NotNull] static string Twice(string text) => text + text;
    }
    internal static Func<int, int> Plus { get; } = [Obsolete] (x) => x + 1;
}
