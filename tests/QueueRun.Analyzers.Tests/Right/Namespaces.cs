// Two classes of one name in two namespaces, with the same method
namespace One { static class Chat { [SocketHandler("one=1")] internal static string On() => "one"; } }
namespace Two.Deep { static class Chat { [SocketHandler("two=2")] internal static string On() => "two"; } }
