using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Logging;
using QueueRun.Hosting;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>A program, compiled with its emitted code, and loaded.</summary>
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
        _encoding = new(_module.Messages, new());
    }

    public Assembly Assembly { get; }

    /// <summary>QueueRun's options with the module's contracts.</summary>
    public JsonSerializerOptions Emitted => _encoding.Options;

    /// <summary>The same options with reflection: the reference.</summary>
    public static JsonSerializerOptions Reflected { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = MessageEscaping.Instance,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The message types that the module lists.</summary>
    public IEnumerable<Type> Messages => _module.Messages.Encoders.Keys;

    /// <summary>The types for which the module has a reader.</summary>
    public IEnumerable<Type> Readers => _module.Messages.Readers.Keys.Select(key => key.Type);

    /// <summary>The JSON of the module's users.</summary>
    public UserJson Users(ILogger<UserJson> log) => new(_module.UserTypes.Values, _encoding, log);

    public static LoadedProgram Of(params string[] files) => new(GeneratorRun.Of(files).Output);

    public static LoadedProgram Of(Compilation compilation) => new(compilation);

    /// <summary>The same without the check of the generator's next run: for programs that resemble a checked one.</summary>
    public static LoadedProgram OfUnchecked(params string[] files) => new(TestDriver.Emit(TestCompilation.Create(files)));

    /// <summary>Calls a static method of the program.</summary>
    public object? Call(string type, string method, params object?[] arguments)
        => Invoke(Assembly.GetType(type)!.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!, arguments);

    /// <summary>The value for a method with a parameter of the type.</summary>
    public object? Read(Type type, byte[] json) => Invoke(Generic(nameof(ReadAs), type), [_encoding.Reading, json]);

    /// <summary>Whether the emitted reader of a type accepts the JSON, so that it is not read again.</summary>
    public bool IsTaken(Type type, byte[] json) => (bool)Invoke(Generic(nameof(IsTakenAs), type), [_encoding.Reading, json])!;

    /// <summary>The JSON of the emitted writer of a type.</summary>
    public string Write(Type type, object? message)
    {
        // The writer of an anonymous type cannot be recognized, but the others fail to cast.
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
        using (Utf8JsonWriter writer = new(stream, new() { Encoder = MessageEscaping.Instance, SkipValidation = true, MaxDepth = 64 }))
        {
            Invoke(method, [writer, message, Emitted]);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private IReadOnlyList<MethodInfo> Writers(Type type) => _writers.GetOrAdd(type, FindWriters);

    private List<MethodInfo> FindWriters(Type type)
    {
        var writers = Assembly.GetType(Namespace + "MessageWriters")!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic);
        var messages = writers.Where(method => method.IsAssembly && method.Name.StartsWith("Write_", StringComparison.Ordinal)).ToList();
        var named = messages.Where(method => method.GetParameters()[1].ParameterType == type).ToList();
        return named.Count > 0 ? named : [.. messages.Where(method => method.IsGenericMethod).Select(method => method.MakeGenericMethod(type))];
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
