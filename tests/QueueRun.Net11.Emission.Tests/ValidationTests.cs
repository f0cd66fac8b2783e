using System.Reflection;
using QueueRun.TestCompilations;

namespace QueueRun.Net11.Emission.Tests;

/// <summary>Microsoft.Extensions.Validation 11, by which messages cannot be validated: a program that wants it does not start.</summary>
public class ValidationTests
{
    private const string Program = """
        #pragma warning disable ASP0029
        using System.Diagnostics.CodeAnalysis;
        using System.Reflection;
        using Microsoft.Extensions.Validation;

        public static class Start
        {
            public static async Task RunAsync(string? known)
            {
                var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
                builder.Logging.ClearProviders();
                if (known is not null) builder.Services.AddValidation(options => options.Resolvers.Add(new Knows(known)));
                builder.Services.AddQueueRun();
                await using var app = builder.Build();
                app.MapSockets("/socket");
                await app.StartAsync();
                await app.StopAsync();
            }
        }

        internal static class Todo
        {
            [SocketHandler("action=add")] internal static string Add([FromMessage] Item data) => data.Title;
            [SocketHandler("action=find")] internal static string Find([FromMessage] Words data) => data.Text;
            [SocketHandler("action=text")] internal static string Text([FromMessage] string data) => data;
        }

        internal sealed record Item(string Title);
        internal sealed record Words(string Text);
        internal sealed record Form(string Name);

        internal sealed class Knows(string known) : IValidatableInfoResolver
        {
            public bool TryGetValidatableTypeInfo(Type type, [NotNullWhen(true)] out IValidatableTypeInfo? info) => (info = type.Name == known ? new Info() : null) is not null;

            public bool TryGetValidatableParameterInfo(ParameterInfo parameter, [NotNullWhen(true)] out IValidatableParameterInfo? info) => (info = null) is not null;
        }

        internal sealed class Info : IValidatableTypeInfo
        {
            public void Validate(object? value, ValidateContext context) => throw new NotSupportedException();

            public Task ValidateAsync(object? value, ValidateContext context, CancellationToken token) => throw new NotSupportedException();

            public bool TryFindProperty(string name, ValidationOptions options, [NotNullWhen(true)] out IValidatablePropertyInfo? info) => (info = null) is not null;
        }
        """;

    private static readonly Lazy<Func<string?, Task>> s_run = new(static () => Assembly.Load(CompiledLibrary.Of(TestCompilation.AssemblyName, Program).Image)
        .GetType("Start")!.GetMethod("RunAsync")!.CreateDelegate<Func<string?, Task>>());

    [Fact]
    public async Task A_program_whose_messages_would_be_validated_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => s_run.Value("Item"));
        Assert.Equal(
            """
            The program cannot start: it calls AddValidation, and messages of these handlers cannot be validated.
              Todo.Add takes Item
            This version of QueueRun validates messages with Microsoft.Extensions.Validation 10, which is part of .NET 10. Here is version 11.0, without the type IValidatableInfo.
            Run the program on .NET 10, or remove the call of AddValidation if its messages need not be validated.
            """,
            failure.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Form")]
    public async Task Others_start(string? known) => await s_run.Value(known);
}
