using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The emitted code for methods of every shape; the run itself asserts that all of it compiles without a warning.</summary>
public class EmissionTests
{
    private const string Types = """

        record Reply(string Text);
        class Rooms;
        enum Color { Red, Green }

        """;

    [Theory]
    [InlineData("void M() {}", "global::C.M(); return default;")]
    [InlineData("Task M() => Task.CompletedTask;", "return new ValueTask(global::C.M());")]
    [InlineData("ValueTask M() => default;", "return global::C.M();")]
    [InlineData("Reply M() => new(\"\");", "return call.ReplyAsync(global::C.M(), MessageWriters.Write_Reply);")]
    [InlineData("Reply? M() => null;", "return call.ReplyAsync<global::Reply>(global::C.M()!, MessageWriters.Write_Reply);")]
    [InlineData("int M() => 1;", "return call.ReplyAsync(global::C.M(), MessageWriters.Write_int);")]
    [InlineData("int? M() => 1;", "return call.ReplyAsync(global::C.M(), MessageWriters.Write_int_Nullable__5f91f2b3);")]
    [InlineData("List<string?> M() => [];", "return call.ReplyAsync<global::System.Collections.Generic.List<string>>(global::C.M()!, MessageWriters.Write_List_string__3fcc9872);")]
    [InlineData("string M() => \"\";", "return call.ReplyAsync(global::C.M());")]
    [InlineData("string? M() => \"\";", "return call.ReplyAsync(global::C.M());")]
    [InlineData("byte[] M() => [];", "return call.ReplyAsync(global::C.M());")]
    [InlineData("Memory<byte> M() => default;", "return call.ReplyAsync(global::C.M());")]
    [InlineData("ArraySegment<byte> M() => default;", "return call.ReplyAsync(global::C.M());")]
    [InlineData("ReadOnlyMemory<byte>? M() => default;", "return call.ReplyAsync(global::C.M());")]
    [InlineData("Task<Reply> M() => null!;", "await call.ReplyAsync(await global::C.M(), MessageWriters.Write_Reply);")]
    [InlineData("ValueTask<Reply?> M() => default;", "await call.ReplyAsync<global::Reply>((await global::C.M())!, MessageWriters.Write_Reply);")]
    [InlineData("Task<string?> M() => null!;", "await call.ReplyAsync(await global::C.M());")]
    [InlineData("IAsyncEnumerable<Reply> M() => null!;", "return call.StreamAsync(global::C.M(), MessageWriters.Write_Reply);")]
    [InlineData("IAsyncEnumerable<Reply?>? M() => null!;", "return call.StreamAsync<global::Reply>(global::C.M()!, MessageWriters.Write_Reply);")]
    [InlineData("IAsyncEnumerable<string> M() => null!;", "return call.StreamAsync(global::C.M());")]
    [InlineData("SendResult M() => default;", "_ = global::C.M(); return default;")]
    [InlineData("Task<SendResult> M() => null!;", "return new ValueTask(global::C.M());")]
    [InlineData("ValueTask<SendResult> M() => default;", "await global::C.M();")]
    public void A_result_is_passed_on(string method, string body)
        => AssertBody($"static class C {{ [SocketHandler] internal static {method} }}", "M", body);

    [Theory]
    [InlineData("Rooms rooms", "var rooms = call.Service<global::Rooms>(); global::C.M(rooms);")]
    [InlineData("Rooms? rooms", "var rooms = call.ServiceOrDefault<global::Rooms>(); global::C.M(rooms);")]
    [InlineData("Rooms rooms = null!", "var rooms = call.ServiceOrDefault<global::Rooms>(); global::C.M(rooms!);")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] List<string?> names", "var names = call.Service<global::System.Collections.Generic.List<string?>>(); global::C.M(names);")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] int number", "var number = call.Service<int>(); global::C.M(number);")]
    [InlineData("[FromKeyedServices(\"a\\\"b\")] Rooms rooms", "var rooms = call.KeyedService<global::Rooms>(\"a\\\"b\"); global::C.M(rooms);")]
    [InlineData("[FromKeyedServices(Color.Green)] Rooms? rooms", "var rooms = call.KeyedServiceOrDefault<global::Rooms>((global::Color)(1)); global::C.M(rooms);")]
    [InlineData("[FromKeyedServices(-1L)] Rooms rooms", "var rooms = call.KeyedService<global::Rooms>((long)(-1)); global::C.M(rooms);")]
    [InlineData("[FromKeyedServices(typeof(Rooms))] Rooms rooms", "var rooms = call.KeyedService<global::Rooms>(typeof(global::Rooms)); global::C.M(rooms);")]
    [InlineData("[FromKeyedServices(null)] Rooms rooms", "var rooms = call.Service<global::Rooms>(); global::C.M(rooms);")]
    [InlineData("SocketUser? user, string? userId", "var user = call.UserOrNull<global::QueueRun.SocketUser>(); var userId = call.UserIdOrNull(); global::C.M(user, userId);")]
    [InlineData("string? data", "var data = call.Text(); global::C.M(data);")]
    [InlineData("params byte[] data", "var data = call.Bytes(); global::C.M(data);")]
    [InlineData("ReadOnlyMemory<byte> data", "var data = call.Memory(); global::C.M(data);")]
    [InlineData("JsonDocument document", "var document = call.Document(); global::C.M(document);")]
    [InlineData("Dictionary<string, string?> data", "var data = call.Json<global::System.Collections.Generic.Dictionary<string, string?>>(); global::C.M(data);")]
    [InlineData("Rooms call, ISocket handler", "var handler2 = call.Socket; var call2 = call.Service<global::Rooms>(); global::C.M(call2, handler2);")]
    [InlineData("Rooms @event, Rooms @class, Rooms await, Rooms _", "var @event = call.Service<global::Rooms>(); var @class = call.Service<global::Rooms>(); var @await = call.Service<global::Rooms>(); var @_ = call.Service<global::Rooms>(); global::C.M(@event, @class, @await, @_);")]
    [InlineData("CancellationToken token = default", "var token = call.Token; global::C.M(token);")]
    public void A_parameter_is_bound(string parameters, string body)
        => AssertBody($"static class C {{ [SocketHandler] internal static void M({parameters}) {{}} }}", "M", body + " return default;");

    [Theory]
    [InlineData("string? x", "var x = call.OptionalText(0); global::C.M(x);")]
    [InlineData("string x = \"all\"", "var x = call.OptionalText(0, \"all\"); global::C.M(x!);")]
    [InlineData("int? y", "var y = call.OptionalProperty<int?>(1); global::C.M(y);")]
    [InlineData("int y = 20", "var y = call.OptionalProperty<int>(1, (int)(20)); global::C.M(y);")]
    [InlineData("decimal y = 0.5m", "var y = call.OptionalProperty<decimal>(1, (decimal)(0.5M)); global::C.M(y);")]
    [InlineData("DayOfWeek? y = DayOfWeek.Friday", "var y = call.OptionalProperty<global::System.DayOfWeek?>(1, (global::System.DayOfWeek)(5)); global::C.M(y);")]
    [InlineData("int[]? y", "var y = call.OptionalProperty<int[]>(1); global::C.M(y);")]
    [InlineData("int[] y = null!, string z = \"\"", "var y = call.OptionalProperty<int[]>(1); var z = call.PropertyText(1); global::C.M(y!, z);")]
    public void A_property_that_may_be_missing_is_bound_with_what_it_is_then(string parameters, string body)
        => AssertBody($"static class C {{ [SocketHandler(\"[x?]/a=b/[y?]/[z]\")] internal static void M({parameters}) {{}} }}", "M", body + " return default;");

    [Fact]
    public void The_user_comes_first_and_the_message_before_services()
        => AssertBody("""
            class C(ISocketUser who, Rooms rooms)
            {
                public override string ToString() => $"{who} {rooms}";
                [SocketHandler("a=b/[room]/[count]")]
                internal void M(Rooms rooms, Reply data, int count, string room, string userId) {}
            }
            """, "M", """
            var who = call.User<global::QueueRun.ISocketUser>();
            var userId = call.UserId();
            var count = call.Property<int>(2);
            var room = call.PropertyText(1);
            var data = call.Json<global::Reply>();
            var rooms2 = call.Service<global::Rooms>();
            var rooms = call.Service<global::Rooms>();
            var handler = new global::C(who, rooms2);
            handler.M(rooms, data, count, room, userId);
            return default;
            """);

    [Theory]
    [InlineData("", "void M() {}", "var handler = new global::C(); handler.M(); return default;")]
    [InlineData("IDisposable", "void M() {}", "var handler = new global::C(); using global::System.IDisposable disposal = handler; handler.M(); return default;")]
    [InlineData("IDisposable", "Task M() => null!;", "var handler = new global::C(); using global::System.IDisposable disposal = handler; await handler.M();")]
    [InlineData("IDisposable", "string M() => null!;", "var handler = new global::C(); using global::System.IDisposable disposal = handler; await call.ReplyAsync(handler.M());")]
    [InlineData("IDisposable", "IAsyncEnumerable<string> M() => null!;", "var handler = new global::C(); using global::System.IDisposable disposal = handler; await call.StreamAsync(handler.M());")]
    [InlineData("IDisposable", "SendResult M() => default;", "var handler = new global::C(); using global::System.IDisposable disposal = handler; _ = handler.M();")]
    [InlineData("IAsyncDisposable", "void M() {}", "var handler = new global::C(); await using global::System.IAsyncDisposable disposal = handler; handler.M();")]
    [InlineData("IDisposable, IAsyncDisposable", "ValueTask M() => default;", "var handler = new global::C(); await using global::System.IAsyncDisposable disposal = handler; await handler.M();")]
    public void An_object_is_built_and_disposed_of(string interfaces, string method, string body)
        => AssertBody($$"""
            class C{{(interfaces.Length > 0 ? " : " + interfaces : "")}}
            {
                [SocketHandler] internal {{method}}
                public void Dispose() {}
                public ValueTask DisposeAsync() => default;
            }
            """, "M", body);

    [Theory]
    [InlineData("class C { public C() {} [ActivatorUtilitiesConstructor] internal C(Rooms rooms) {} [SocketHandler] internal void M() {} }", "var rooms = call.Service<global::Rooms>(); var handler = new global::C(rooms);")]
    [InlineData("record C(Rooms Rooms) { [SocketHandler] internal void M() {} }", "var Rooms = call.Service<global::Rooms>(); var handler = new global::C(Rooms);")]
    [InlineData("class C { private C(int x) {} public C() : this(1) {} [SocketHandler] internal void M() {} }", "var handler = new global::C();")]
    [InlineData("class C { public required int X { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public C() {} [SocketHandler] internal void M() {} }", "var handler = new global::C();")]
    public void The_constructor_is_found(string type, string body)
        => AssertBody(type, "M", body + " handler.M(); return default;");

    [Theory]
    [InlineData("namespace A.B { static class C { internal static class D { [SocketHandler] internal static void M() {} } } }", "A.B.C.D.Handlers.g.cs")]
    [InlineData("struct C { [SocketHandler] internal static void M() {} }", "C.Handlers.g.cs")]
    [InlineData("public class C { [SocketHandler] protected internal static void M() {} }", "C.Handlers.g.cs")]
    [InlineData("partial class C { [SocketHandler] internal static partial void M(); internal static partial void M() {} }", "C.Handlers.g.cs")]
    [InlineData("partial class C { internal static partial void M(); [SocketHandler] internal static partial void M() {} }", "C.Handlers.g.cs")]
    [InlineData("abstract class B { public abstract void M(); } class C : B { [SocketHandler] public override void M() {} }", "C.Handlers.g.cs")]
    [InlineData("abstract class B { [SocketHandler] internal static void M() {} }", "B.Handlers.g.cs")]
    [InlineData("static class @class { [SocketHandler] internal static void @event() {} }", "class.Handlers.g.cs")]
    public void A_type_of_any_kind_has_its_file(string type, string file) => Assert.True(GeneratorRun.Of(type).HasFile(file));

    [Fact]
    public void A_program_of_top_level_statements_may_have_handlers()
    {
        var run = GeneratorRun.Of(TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.ConsoleApplication, TestCompilation.References, """
            Console.WriteLine();
            partial class Program { [SocketHandler] internal static void M() {} }
            """));
        Assert.Contains("global::Program.M();", run.File("Program.Handlers.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_and_types_that_differ_in_case_only_get_names_of_their_own()
    {
        var run = GeneratorRun.Of("""
            static class Chat
            {
                [SocketHandler("a=1")] [SocketHandler("a=2")] internal static void M() {}
                [SocketHandler("a=3")] internal static void M(Rooms rooms) {}
                [SocketHandler("a=4")] internal static void M_2() {}
                [SocketHandler("a=5")] internal static void Handlers_Chat() {}
                [SocketHandler("a=6")] internal static void Equals() {}
            }
            static class chat { [SocketHandler("a=7")] internal static void M() {} }
            namespace A._B { static class C { [SocketHandler("a=8")] internal static void M() {} } }
            namespace A_.B { static class C { [SocketHandler("a=9")] internal static void M() {} } }
            class Rooms;
            """);
        Assert.Equal(9, run.File("Handlers.g.cs").Split("module.Handler(").Length - 1);
    }

    [Fact]
    public void Lifecycle_methods_are_called_with_what_they_ask_for()
    {
        var run = GeneratorRun.Of("""
            class AppUser : ISocketUser { public string Id => ""; }
            class Rooms;
            sealed class Life(Rooms rooms) : IAsyncDisposable
            {
                [Authenticate] internal async Task<AppUser?> Who(string token, ISocketUser? before, ISocket socket, CancellationToken cancel)
                { await Task.Yield(); return rooms is null ? null : new AppUser(); }
                [OnConnect] internal static ValueTask<ISocketUser?> Connect(HttpContext context, System.Security.Claims.ClaimsPrincipal principal, Rooms rooms, CancellationToken token) => default;
                [OnOnline] internal static Task Online(AppUser user, ISocket socket, CancellationToken token, string? userId) => Task.CompletedTask;
                [OnOffline] internal void Offline(ISocketUser? user, PresenceContext context) {}
                [OnJoin, OnLeave] internal static void Moved(string room, PresenceContext? call) {}
                public ValueTask DisposeAsync() => default;
            }
            """);
        Snapshot.Verify(run, "Life.Handlers.g.cs");
        Snapshot.Verify(run, "Handlers.g.cs");
    }

    [Fact]
    public void Obsolete_methods_and_types_make_no_noise()
        => GeneratorRun.Of("""
            [Obsolete] class Old;
            static class C { [Obsolete("gone soon")] [SocketHandler] internal static void M(Old old) {} }
            """);

    [Fact]
    public void What_a_method_suppresses_of_the_trimmer_counts_for_its_call()
    {
        var run = GeneratorRun.Of("""
            using System.Diagnostics.CodeAnalysis;
            [UnconditionalSuppressMessage("AOT", "IL3050:RequiresDynamicCode", Justification = "All types are known.")]
            static class C
            {
                [RequiresUnreferencedCode("x"), UnconditionalSuppressMessage("Trimming", "IL2026"), SocketHandler("a=1"), SocketHandler("a=2")] internal static void M() {}
                [SocketHandler] internal static void N() {}
            }
            """);
        const string Suppress = "[global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(";
        var file = run.File("C.Handlers.g.cs");
        Assert.Equal(2, file.Split(Suppress + "\"Trimming\", \"IL2026\")]").Length - 1);
        Assert.Equal(3, file.Split(Suppress + "\"AOT\", \"IL3050:RequiresDynamicCode\")]").Length - 1);
    }

    [Fact]
    public void A_type_called_var_is_in_nobodys_way()
        => GeneratorRun.Of("""
            #pragma warning disable CS8981
            class var { public int A { get; set; } }
            sealed class C(List<int> numbers)
            {
                [SocketHandler] internal Task<var> M(Dictionary<string, var> data, ISocket socket) { _ = numbers; return socket.SendAsync(new { data, all = new[] { new { a = 1 } } }).AsTask().ContinueWith(_ => data["a"]); }
            }
            """);

    [Fact]
    public void A_table_row_says_everything_about_a_handler()
    {
        var run = GeneratorRun.Of("""
            class Rooms;
            [SocketMessage("say")] record Say(string Text);
            static class C
            {
                [SocketHandler("[room]/'/b='x''/y'", TimeoutSeconds = 0.5)] internal static void Broken() {}
                [SocketHandler("[room]/b='x''/y'", TimeoutSeconds = 0.5)] [SocketHandler("room=\"a\\b\"")]
                internal static void M(Say say, SocketRequest request, [FromKeyedServices(1)] Rooms a, Rooms b, Rooms? c) {}
            }
            """);
        Snapshot.Verify(run, "Handlers.g.cs");
    }

    private static void AssertBody(string type, string method, string body)
    {
        var run = GeneratorRun.Of(Types + type);
        var lines = run.File("C.Handlers.g.cs").Split('\n').Select(line => line.Trim()).ToList();
        var start = lines.FindIndex(line => line.Contains($" {method}(HandlerCall ", StringComparison.Ordinal)) + 2;
        var emitted = lines.Skip(start).TakeWhile(line => line != "}");
        Assert.Equal(body.ReplaceLineEndings(" "), string.Join(' ', emitted));
    }
}
