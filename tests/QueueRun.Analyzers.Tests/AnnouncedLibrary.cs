using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>A compiled library that announces a module as emitted code does.</summary>
internal static class AnnouncedLibrary
{
    /// <summary>Compiles a library.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="property">The announced property: <c>Routes</c> or <c>Queues</c>.</param>
    /// <param name="values">Its values.</param>
    /// <param name="types">Further declarations.</param>
    public static PortableExecutableReference Create(string name, string property, string[] values, string types = "")
    {
        var list = string.Join(", ", values.Select(value => SymbolDisplay.FormatLiteral(value, quote: true)));
        return Compile(name, $$"""
            [assembly: QueueRun.Hosting.QueueRunModule(typeof(Emitted.{{name}}.Module), {{property}} = new[] { {{list}} })]
            {{types}}
            namespace Emitted.{{name}}
            {
                public class Module : QueueRun.Hosting.QueueRunModule
                {
                    public override string Name => "{{name}}";
                    public override void Describe(QueueRun.Hosting.ModuleBuilder module) {}
                }
            }
            """);
    }

    public static PortableExecutableReference Compile(string name, string source)
    {
        using MemoryStream stream = new();
        var compilation = TestCompilation.Create(name, OutputKind.DynamicallyLinkedLibrary, TestCompilation.References, source);
        var result = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
