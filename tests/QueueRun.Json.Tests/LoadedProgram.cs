using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Json.Tests;

/// <summary>A program compiled with its emitted code, and loaded.</summary>
internal sealed class LoadedProgram
{
    private const string Namespace = "QueueRun.Generated.My_App.";

    private LoadedProgram(GeneratorRun run)
    {
        Run = run;
        using MemoryStream image = new();
        var result = run.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        Assembly = Assembly.Load(image.ToArray());
        Emitted = new(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = Assembly.GetType(Namespace + "MessageContracts") is { } contracts
                ? (IJsonTypeInfoResolver)Activator.CreateInstance(contracts)!
                : JsonTypeInfoResolver.Combine(),
        };
    }

    public GeneratorRun Run { get; }

    public Assembly Assembly { get; }

    /// <summary>QueueRun's options, with what was emitted.</summary>
    public JsonSerializerOptions Emitted { get; }

    /// <summary>The same options, with reflection: what is right.</summary>
    public static JsonSerializerOptions Reflected { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static LoadedProgram Of(params string[] files) => new(GeneratorRun.Of(files));

    public static LoadedProgram Of(GeneratorRun run) => new(run);

    /// <summary>Calls a static method of the program.</summary>
    public object? Call(string type, string method, params object?[] arguments)
        => Assembly.GetType(type)!.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, arguments);

    /// <summary>What the emitted writer of a type makes of a message.</summary>
    public string Write(Type type, object? message) => Write(Writer(type), message);

    private MethodInfo Writer(Type type)
    {
        var writers = Assembly.GetType(Namespace + "MessageWriters")!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic);
        return writers.SingleOrDefault(method => method.Name == "WriteMessage" && method.GetParameters()[1].ParameterType == type)
            ?? writers.Single(method => method.Name.StartsWith("WriteMessage_", StringComparison.Ordinal)).MakeGenericMethod(type);
    }

    private string Write(MethodInfo method, object? message)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 64 }))
        {
            try
            {
                method.Invoke(null, [writer, message, Emitted]);
            }
            catch (TargetInvocationException e)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
            }
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
