using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>
/// The emitted code for checks before a handler is called: the user's types, authorization, the endpoint, and the message's type.
/// </summary>
public class GuardEmissionTests
{
    private const string Usings = """
        using Microsoft.AspNetCore.Authorization;

        """;

    private const string Own = """

        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public class OwnAttribute(object? a, DayOfWeek day = DayOfWeek.Friday, params string?[]? names) : Attribute, IAuthorizationRequirementData
        {
            public OwnAttribute(Type type) : this(type, 0) {}
            public Type[]? @class { get; set; }
            public IEnumerable<IAuthorizationRequirement> GetRequirements() { _ = (a, day, names); return []; }
        }
        """;

    [Theory]
    [InlineData("[Authorize]", "", "new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute()")]
    [InlineData("[Authorize(\"a\\\"b\", Roles = \"x, y\")]", "", "new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute(\"a\\\"b\") { Roles = \"x, y\" }")]
    [InlineData("[Authorize, Authorize(policy: \"p\")]", "[Authorize(Roles = \"r\")]",
        "new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute(), new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute(\"p\"), new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute() { Roles = \"r\" }")]
    [InlineData("", "[Authorize]", "new global::Microsoft.AspNetCore.Authorization.AuthorizeAttribute()")]
    [InlineData("[Own(1L)]", "", "new global::OwnAttribute((long)(1), (global::System.DayOfWeek)(5), new string[] {  })")]
    [InlineData("[Own(null, DayOfWeek.Monday, \"a\", null, @class = [typeof(List<>), typeof(int?)])]", "",
        "new global::OwnAttribute((object)null!, (global::System.DayOfWeek)(1), new string[] { \"a\", null! }) { @class = new global::System.Type[] { typeof(global::System.Collections.Generic.List<>), typeof(int?) } }")]
    [InlineData("[Own('x', 0, null)]", "", "new global::OwnAttribute('x', (global::System.DayOfWeek)(0), (string[])null!)")]
    [InlineData("[Own(typeof(C))]", "", "new global::OwnAttribute(typeof(global::C))")]
    [InlineData("[AllowAnonymous, Own(1)]", "[Authorize]", null)]
    [InlineData("[Authorize]", "[AllowAnonymous]", null)]
    [InlineData("", "", null)]
    public void What_guards_a_handler_is_made_by_emitted_code(string ofMethod, string ofClass, string? emitted)
    {
        var run = GeneratorRun.Of($"{Usings}{ofClass} static class C {{ [SocketHandler]{ofMethod} internal static void M() {{}} }}{Own}");
        Assert.Equal(emitted is null ? null : $"Authorization = new global::System.Attribute[] {{ {emitted} }},", Line(run, "Authorization"));
    }

    [Theory]
    [InlineData("static class C { [SocketHandler] internal static void M(string text, System.Security.Claims.ClaimsPrincipal who) {} }", "NeedsHttpContext = false,")]
    [InlineData("static class C { [SocketHandler] internal static void M(string text, HttpContext context) {} }", null)]
    [InlineData("class C(HttpContext context) { [SocketHandler] internal void M(string text) => _ = context; }", null)]
    [InlineData("static class C { [Authenticate] internal static SocketUser? Who(string token) => null; }", "NeedsHttpContext = false,")]
    [InlineData("static class C { [Authenticate] internal static SocketUser? Who(string token, HttpContext? context) => null; }", null)]
    [InlineData("static class C { [OnConnect] internal static SocketUser? Who(HttpContext context) => null; }", null)]
    public void A_method_that_does_not_take_the_upgrade_request_lets_it_end(string program, string? emitted)
        => Assert.Equal(emitted, Line(GeneratorRun.Of(program), "NeedsHttpContext"));

    [Theory]
    [InlineData("class B { [Authorize(\"b\")] public virtual void M() {} } class C : B { [SocketHandler] public override void M() {} }", "b")]
    [InlineData("[Authorize(\"b\")] class B; class C : B { [SocketHandler] public void M() {} }", "b")]
    [InlineData("[Authorize(\"b\")] partial class C; partial class C { [SocketHandler] internal static void M() {} }", "b")]
    [InlineData("[Authorize(\"b\")] class Outer { internal static class C { [SocketHandler] internal static void M() {} } }", null)] // no more than for a controller
    [InlineData("[AttributeUsage(AttributeTargets.Class, Inherited = false)] class OnceAttribute() : AuthorizeAttribute(\"b\"); [Once] class B; class C : B { [SocketHandler] public void M() {} }", null)]
    public void It_is_inherited_as_attributes_are(string types, string? policy)
    {
        var line = Line(GeneratorRun.Of(Usings + types), "Authorization");
        if (policy is null) Assert.Null(line);
        else Assert.Contains($"AuthorizeAttribute(\"{policy}\")", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[SocketHandler(Endpoint = \"a\\\\b\")]", "", "Endpoint = \"a\\\\b\",")]
    [InlineData("[SocketHandler]", "[SocketEndpoint(\"staff\")]", "Endpoint = \"staff\",")]
    [InlineData("[SocketHandler(Endpoint = \"own\")]", "[SocketEndpoint(\"staff\")]", "Endpoint = \"own\",")]
    [InlineData("[SocketHandler]", "", null)]
    public void An_endpoint_is_named(string ofMethod, string ofClass, string? emitted)
        => Assert.Equal(emitted, Line(GeneratorRun.Of($"{ofClass} static class C {{ {ofMethod} internal static void M() {{}} }}"), "Endpoint"));

    [Theory]
    [InlineData("string userId, SocketUser user, ISocketUser? maybe", "Users = new global::System.Type[] { typeof(global::QueueRun.ISocketUser), typeof(global::QueueRun.SocketUser) },")]
    [InlineData("string? userId, SocketUser? user", null)]
    public void The_users_that_there_must_be_are_named(string parameters, string? emitted)
        => Assert.Equal(emitted, Line(GeneratorRun.Of($"static class C {{ [SocketHandler] internal static void M({parameters}) {{}} }}"), "Users"));

    [Theory]
    [InlineData("List<string?> data", "Message = global::QueueRun.Routing.HandlerMessage.Of<global::System.Collections.Generic.List<string>>(),")]
    [InlineData("DateOnly data", "Message = global::QueueRun.Routing.HandlerMessage.Of<global::System.DateOnly>(),")]
    [InlineData("string data", null)]
    [InlineData("JsonElement data", null)]
    [InlineData("ReadOnlyMemory<byte> data", null)]
    [InlineData("", null)]
    public void A_message_of_a_type_is_named(string parameters, string? emitted)
        => Assert.Equal(emitted, Line(GeneratorRun.Of($"static class C {{ [SocketHandler] internal static void M({parameters}) {{}} }}"), "Message"));

    [Fact]
    public void Routes_are_announced_with_their_endpoints()
    {
        var run = GeneratorRun.Of("""
            [SocketEndpoint("a/b")] static class C { [SocketHandler("x=1"), SocketHandler(Endpoint = "c"), SocketHandler("x=1", Endpoint = "c/")] internal static void M() {} }
            static class D { [SocketHandler("x=2")] internal static void M() {} }
            """);
        Assert.Equal(["\"/a//b/x=1\",", "\"/c///x=1\",", "\"/c/json\",", "\"x=2\","],
            run.File("Module.g.cs").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('"')));
        Assert.Equal([("a/b", "x=1"), ("c/", "x=1"), ("c", "json"), (null, "x=2")],
            new[] { "/a//b/x=1", "/c///x=1", "/c/json", "x=2" }.Select(text => Analysis.AnnouncedRoute.Parse(text)).Select(route => (route.Endpoint, route.Route)));
    }

    [Fact]
    public void What_guards_a_class_elsewhere_is_noticed_when_it_changes()
    {
        var run = GeneratorRun.Of(TestCompilation.Create(
            "class C : B { [SocketHandler] public void M() {} }",
            $"{Usings} abstract class B;",
            "partial class D { [SocketHandler(\"x=1\")] internal static void M() {} }",
            $"{Usings} partial class D {{ internal static int F => 1; }}"));
        Assert.DoesNotContain("Authorization", run.File("Handlers.g.cs"), StringComparison.Ordinal);

        run = run.Edit("abstract class B", "[Authorize(\"b\")] abstract class B");
        Assert.Contains("AuthorizeAttribute(\"b\")", run.File("Handlers.g.cs"), StringComparison.Ordinal);
        run = run.Edit("partial class D { internal", "[Authorize(\"d\"), SocketEndpoint(\"e\")] partial class D { internal");
        Assert.Contains("AuthorizeAttribute(\"d\")", run.File("Handlers.g.cs"), StringComparison.Ordinal);
        Assert.Contains("Endpoint = \"e\"", run.File("Handlers.g.cs"), StringComparison.Ordinal);
        run = run.Edit("Authorize(\"b\")", "AllowAnonymous");
        Assert.DoesNotContain("AuthorizeAttribute(\"b\")", run.File("Handlers.g.cs"), StringComparison.Ordinal);
    }

    private static string? Line(GeneratorRun run, string property)
        => run.File("Handlers.g.cs").Split('\n').Select(line => line.Trim()).SingleOrDefault(line => line.StartsWith(property + " = ", StringComparison.Ordinal));
}
