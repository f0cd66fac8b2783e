using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>QR0120, and the parts of QR0008 and QR0061 that depend on the project and its references.</summary>
public class ProgramTests
{
    private const string NothingAdded = "Console.WriteLine(); class C { [SocketHandler] internal static void M(string data) {} }";
    private const string NotMapped = "WebApplication.CreateSlimBuilder().Services.AddQueueRun(); class C { [SocketHandler] internal static void M(string data) {} }";
    private const string NobodySignsIn = """
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddQueueRun();
        builder.Build().MapSockets("/");
        class C { [SocketHandler] internal static void M(SocketUser user) {} [OnOnline] internal static void N() {} }
        """;

    [Fact]
    public async Task The_message_says_what_is_missing()
        => Assert.Equal(
            [
                "'C.M' is never called, because this program does not call AddQueueRun and MapSockets; write 'builder.Services.AddQueueRun()' and 'app.MapSockets(\"/socket\")'",
                "'C.M' is never called, because this program does not call MapSockets; write 'app.MapSockets(\"/socket\")'",
            ],
            [.. await MessagesAsync(NothingAdded), .. await MessagesAsync(NotMapped)]);

    [Theory]
    [InlineData("xunit.v3.core")]
    [InlineData("nunit.framework")]
    [InlineData("Microsoft.VisualStudio.TestPlatform.TestFramework")]
    [InlineData("MSTest.TestFramework")]
    [InlineData("Microsoft.Testing.Platform")]
    [InlineData("TUnit.Core")]
    public async Task Test_projects_are_left_alone(string framework) => Assert.Empty(await MessagesAsync(NothingAdded, AnnouncedLibrary.Compile(framework, "public class Fact;")));

    [Theory]
    [InlineData("true", 0)]
    [InlineData("True", 0)]
    [InlineData("false", 1)]
    [InlineData("", 1)]
    public async Task A_project_may_say_that_it_is_one(string isTestProject, int reported)
        => Assert.Equal(reported, (await Analyzed.DiagnosticsAsync(Program(NothingAdded), Analyzed.Options(("IsTestProject", isTestProject)))).Count);

    [Fact]
    public async Task A_library_may_map_but_cannot_add()
    {
        var library = AnnouncedLibrary.Compile("Company.Web", """
            public static class Company { public static void UseCompany(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) => endpoints.MapSockets("/socket"); }
            """);
        Assert.Empty(await MessagesAsync(NotMapped, library));
        Assert.Equal(
            ["'C.M' is never called, because this program does not call AddQueueRun; write 'builder.Services.AddQueueRun()'"],
            await MessagesAsync(NothingAdded, library));
    }

    [Fact]
    public async Task A_library_that_has_nothing_to_do_with_it_is_no_excuse()
        => Assert.Single(await MessagesAsync(NotMapped, AnnouncedLibrary.Compile("Company.Words", "public static class Words;")));

    [Fact]
    public async Task A_library_may_authenticate_where_nobody_sees_it()
    {
        Assert.Equal(2, (await MessagesAsync(NobodySignsIn)).Count);
        Assert.Equal(2, (await MessagesAsync(NobodySignsIn, AnnouncedLibrary.Compile("Company.Words", "public static class Words;"))).Count);
        Assert.Empty(await MessagesAsync(NobodySignsIn, AnnouncedLibrary.Compile("Company.Web", """
            public static class Company { public static void UseCompany(this Microsoft.AspNetCore.Builder.IApplicationBuilder app) => app.UseAuthentication(); }
            """)));
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(string source, params MetadataReference[] references)
        => [.. (await Analyzed.DiagnosticsAsync(Program(source, references))).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Program(string source, params MetadataReference[] references)
        => TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.ConsoleApplication, [.. TestCompilation.References, .. references], source);
}
