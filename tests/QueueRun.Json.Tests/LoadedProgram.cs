using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Generators;
using QueueRun.Hosting;
using QueueRun.Messaging;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>A program compiled with its emitted code, and loaded.</summary>
internal sealed class LoadedProgram
{
    private const string Namespace = "QueueRun.Generated.My_App.";

    private readonly ModuleBuilder _module = new();
    private readonly MessageEncoding _encoding;
    private readonly ConcurrentDictionary<Type, IReadOnlyList<MethodInfo>> _writers = [];
    private readonly ConcurrentDictionary<(string, Type), MethodInfo> _generics = [];

    private LoadedProgram(Compilation compilation)
    {
        using MemoryStream image = new();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        Assembly = Assembly.Load(image.ToArray());
        ((QueueRunModule)Activator.CreateInstance(Assembly.GetType(Namespace + "Module")!)!).Describe(_module);
        _encoding = new(_module, new());
    }

    public Assembly Assembly { get; }

    /// <summary>QueueRun's options, with what the module brings.</summary>
    public JsonSerializerOptions Emitted => _encoding.Options;

    /// <summary>The same options, with reflection: what is right.</summary>
    public static JsonSerializerOptions Reflected { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The types of messages that the module names.</summary>
    public IEnumerable<Type> Messages => _module.Encoders.Keys;

    /// <summary>The types that the module has a reader of.</summary>
    public IEnumerable<Type> Readers => _module.Readers.Keys.Select(key => key.Item1);

    public static LoadedProgram Of(params string[] files) => new(GeneratorRun.Of(files).Output);

    public static LoadedProgram Of(Compilation compilation) => new(compilation);

    /// <summary>The same without a look at what the generator does at the next edit: for programs of which another one is the like.</summary>
    public static LoadedProgram OfUnchecked(params string[] files)
    {
        CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Create(files), out var output, out _, TestContext.Current.CancellationToken);
        return new(output);
    }

    /// <summary>Calls a static method of the program.</summary>
    public object? Call(string type, string method, params object?[] arguments)
        => Invoke(Assembly.GetType(type)!.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!, arguments);

    /// <summary>What a method that takes the type would be called with.</summary>
    public object? Read(Type type, byte[] json) => Invoke(Generic(nameof(ReadAs), type), [_encoding.Reading, json]);

    /// <summary>Whether the emitted reader of a type takes the JSON, so that it need not be read again.</summary>
    public bool IsTaken(Type type, byte[] json) => (bool)Invoke(Generic(nameof(IsTakenAs), type), [_encoding.Reading, json])!;

    /// <summary>What the emitted writer of a type makes of a message.</summary>
    public string Write(Type type, object? message)
    {
        // Which writer is an anonymous type's does not show: the others cannot cast.
        foreach (var writer in Writers(type).SkipLast(1))
        {
            try
            {
                return Write(writer, message);
            }
            catch (InvalidCastException)
            {
            }
        }
        return Write(Writers(type)[^1], message);
    }

    private string Write(MethodInfo method, object? message)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 64 }))
        {
            Invoke(method, [writer, message, Emitted]);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private IReadOnlyList<MethodInfo> Writers(Type type) => _writers.GetOrAdd(type, FindWriters);

    private List<MethodInfo> FindWriters(Type type)
    {
        var writers = Assembly.GetType(Namespace + "MessageWriters")!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic);
        var named = writers.Where(method => method.Name == "WriteMessage" && method.GetParameters()[1].ParameterType == type).ToList();
        return named.Count > 0 ? named
            : [.. writers.Where(method => method.Name.StartsWith("WriteMessage_", StringComparison.Ordinal)).Select(method => method.MakeGenericMethod(type))];
    }

    private static object? ReadAs<T>(MessageReading reading, byte[] json) => reading.Of<T>().Read(json);

    private static bool IsTakenAs<T>(MessageReading reading, byte[] json) => reading.Of<T>().TryRead(json, out _);

    private MethodInfo Generic(string name, Type type)
        => _generics.GetOrAdd((name, type), key => typeof(LoadedProgram).GetMethod(key.Item1, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(key.Item2));

    private static object? Invoke(MethodInfo method, object?[] arguments)
    {
        try
        {
            return method.Invoke(null, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
