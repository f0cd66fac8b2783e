namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0001 and QR0040: hidden symbols become internal, and no others.</summary>
public class AccessTests
{
    [Theory]
    [InlineData("private static void M() {}", "internal static void M() {}")]
    [InlineData("private protected static void M() {}", "internal static void M() {}")]
    [InlineData("static private void M() {}", "static internal void M() {}")]
    [InlineData("protected private static void M() {}", "internal static void M() {}")]
    [InlineData("protected static void M() {}", "protected internal static void M() {}")]
    [InlineData("static void M() {}", "internal static void M() {}")]
    [InlineData("/* a */ static /* b */ void M() {} // c", "/* a */ internal static /* b */ void M() {} // c")]
    [InlineData("private /* a */ protected /* b */ static void M() {}", "internal /* b */ static void M() {}")]
    public Task A_method(string before, string after)
        => AssertAsync($"class C\n{{\n    // Says hello.\n    [SocketHandler]\n    {before}\n}}", $"class C\n{{\n    // Says hello.\n    [SocketHandler]\n    {after}\n}}");

    [Fact]
    public Task A_method_whose_attribute_stands_beside_it()
        => AssertAsync(
            """
            class C
            {
                /// <summary>Says hello.</summary>
                [QueueRun.SocketHandlerAttribute] static void M() {}

                // One by one,
                [OnOnline]
                // or together.
                async Task N() => await Task.Yield();
            }
            """,
            """
            class C
            {
                /// <summary>Says hello.</summary>
                [QueueRun.SocketHandlerAttribute] internal static void M() {}

                // One by one,
                [OnOnline]
                // or together.
                internal async Task N() => await Task.Yield();
            }
            """);

    [Fact]
    public Task A_chain_of_types_and_the_method_in_it()
        => AssertAsync(
            """
            using Handler = QueueRun.SocketHandlerAttribute;
            public class C
            {
                private class D
                {
                    protected class E
                    {
                        internal static class F
                        {
                            [Handler] static void M() {}
                            [Handler("a=b")] internal static void N() {}
                        }
                    }
                }
            }
            """,
            """
            using Handler = QueueRun.SocketHandlerAttribute;
            public class C
            {
                internal class D
                {
                    protected internal class E
                    {
                        internal static class F
                        {
                            [Handler] internal static void M() {}
                            [Handler("a=b")] internal static void N() {}
                        }
                    }
                }
            }
            """);

    [Fact]
    public Task A_type_of_a_file()
        => AssertAsync("file static class C { [SocketHandler] internal static void M() {} }", "internal static class C { [SocketHandler] internal static void M() {} }");

    [Fact]
    public Task Both_parts_of_a_method_and_those_of_a_type_that_say_it()
        => Fixing.AssertAsync("QR0001", AccessFixProvider.MakeInternal,
            [
                "partial class C { private partial class D { [SocketHandler] private static partial void M(); } }",
                "partial class C { partial class D { private static partial void M() {} } }",
                "partial class C { private partial class D { } }",
            ],
            [
                "partial class C { internal partial class D { [SocketHandler] internal static partial void M(); } }",
                "partial class C { partial class D { internal static partial void M() {} } }",
                "partial class C { internal partial class D { } }",
            ]);

    [Fact]
    public Task Parts_of_a_type_of_which_none_says_it()
        => Fixing.AssertAsync("QR0001", AccessFixProvider.MakeInternal,
            ["partial class C { static partial class D; }", "partial class C { partial class D { [SocketHandler] internal static void M() {} } }"],
            ["partial class C { internal static partial class D; }", "partial class C { partial class D { [SocketHandler] internal static void M() {} } }"]);

    [Fact]
    public Task What_the_signature_mentions_comes_along()
        => AssertAsync(
            """
            class C
            {
                private record Message(Inner[] Inners, Color Color);
                private record Inner(int X);
                private enum Color { Red }
                private record Unused;

                [SocketHandler]
                private static Task<Inner?> M([FromMessage] Message message) => Task.FromResult<Inner?>(null);
            }
            """,
            """
            class C
            {
                internal record Message(Inner[] Inners, Color Color);
                internal record Inner(int X);
                internal enum Color { Red }
                private record Unused;

                [SocketHandler]
                internal static Task<Inner?> M([FromMessage] Message message) => Task.FromResult<Inner?>(null);
            }
            """);

    [Fact]
    public Task Not_where_the_base_class_says_it_too()
        => Fixing.AssertNotOfferedAsync("QR0001", AccessFixProvider.MakeInternal, "class B { protected virtual void M() {} } class C : B { [SocketHandler] protected override void M() {} }");

    [Fact]
    public Task Not_where_another_file_has_the_name()
        => Fixing.AssertNotOfferedAsync("QR0001", AccessFixProvider.MakeInternal, "file class C { [SocketHandler] internal static void M() {} }", "class C;");

    [Fact]
    public Task A_message_that_is_sent()
        => AssertJsonAsync(
            """
            class C(ISocket socket)
            {
                // What is answered.
                private record Reply(string Text, Reason? Why);
                record Reason(int Code);
                private protected struct Point { public int X { get; set; } }

                internal async Task M()
                {
                    await socket.SendAsync(new Reply("no", null));
                    await socket.SendAsync(new { reply = new Reply("no", null) });
                    await socket.SendAsync(new List<Point>());
                }
            }
            """,
            """
            class C(ISocket socket)
            {
                // What is answered.
                internal record Reply(string Text, Reason? Why);
                internal record Reason(int Code);
                internal struct Point { public int X { get; set; } }

                internal async Task M()
                {
                    await socket.SendAsync(new Reply("no", null));
                    await socket.SendAsync(new { reply = new Reply("no", null) });
                    await socket.SendAsync(new List<Point>());
                }
            }
            """);

    [Fact]
    public Task A_type_within_a_hidden_one()
        => AssertJsonAsync(
            """
            class C { private static class D { internal record Reply(int X); internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply(1)); } }
            """,
            """
            class C { internal static class D { internal record Reply(int X); internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply(1)); } }
            """);

    [Fact]
    public Task A_message_of_a_file()
        => AssertJsonAsync(
            "file record Reply(int X); static class C { internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply(1)); }",
            "internal record Reply(int X); static class C { internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply(1)); }");

    [Fact]
    public Task A_member_that_is_to_be_included()
        => AssertJsonAsync(
            """
            using System.Text.Json.Serialization;
            record Reply
            {
                [JsonInclude] private int X { get; set; } // comes first
                [JsonInclude] int y, z;
                public int Sum() => X + (y = 1) + (z = 2);
            }
            static class C { internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply()); }
            """,
            """
            using System.Text.Json.Serialization;
            record Reply
            {
                [JsonInclude] internal int X { get; set; } // comes first
                [JsonInclude] int y, z;
                public int Sum() => X + (y = 1) + (z = 2);
            }
            static class C { internal static async Task M(ISocket socket) => await socket.SendAsync(new Reply()); }
            """, isAll: false);

    [Fact]
    public Task Not_what_another_cure_is_for()
        => Fixing.AssertNotOfferedAsync("QR0040", AccessFixProvider.MakeInternal, "class C { internal static async Task M(ISocket socket) => await socket.SendAsync((1, 2)); }");

    private static Task AssertAsync(string before, string after) => Fixing.AssertAsync("QR0001", AccessFixProvider.MakeInternal, before, after);

    private static Task AssertJsonAsync(string before, string after, bool isAll = true) => Fixing.AssertAsync("QR0040", AccessFixProvider.MakeInternal, [before], [after], isAll: isAll);
}
