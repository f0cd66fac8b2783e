namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0040: a type is listed in an existing <c>JsonSerializerContext</c>.</summary>
public class ContextTests
{
    private const string Sender = "static class C { internal static async Task M(ISocket socket) { await socket.SendAsync(new Old(new ArrayList())); await socket.SendAsync(new ArrayList()); } }";

    [Fact]
    public Task Beside_those_that_it_lists() => Fixing.AssertAsync("QR0040", ContextFixProvider.AddToContext,
        [
            $"using System.Collections;\nrecord Old(ArrayList List);\n{Sender}",
            """
            using System.Text.Json.Serialization;
            namespace N
            {
                // Ours.
                [JsonSerializable(typeof(string))]
                [JsonSerializable(typeof(int))] // a number
                internal partial class AppJson : JsonSerializerContext;
            }
            """,
        ],
        [
            $"using System.Collections;\nrecord Old(ArrayList List);\n{Sender}",
            """
            using System.Collections;
            using System.Text.Json.Serialization;
            namespace N
            {
                // Ours.
                [JsonSerializable(typeof(string))]
                [JsonSerializable(typeof(int))] // a number
                [JsonSerializable(typeof(ArrayList))]
                internal partial class AppJson : JsonSerializerContext;
            }
            """,
        ]);

    [Theory]
    [InlineData("record Old(ArrayList List);")]
    [InlineData("record Old(ArrayList List); class D { [JsonSerializable(typeof(string))] private partial class AppJson : JsonSerializerContext; }", "partial ")]
    public Task Not_where_there_is_none(string types, string partial = "") => Fixing.AssertNotOfferedAsync("QR0040", ContextFixProvider.AddToContext,
        $"using System.Collections; using System.Text.Json.Serialization; {types.Replace("class D", partial + "class D", StringComparison.Ordinal)} {Sender}");

    [Fact]
    public Task Not_where_System_Text_Json_cannot_either() => Fixing.AssertNotOfferedAsync("QR0040", ContextFixProvider.AddToContext, """
        using System.Text.Json.Serialization;
        [JsonSerializable(typeof(string))] partial class AppJson : JsonSerializerContext;
        class Two { public Two(int x) {} public Two(string x) {} }
        static class C { [SocketHandler] internal static void M([FromMessage] Two data) {} }
        """);
}
