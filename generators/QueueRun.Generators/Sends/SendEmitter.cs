namespace QueueRun.Generators;

/// <summary>Writes the interceptors of one source file.</summary>
internal static class SendEmitter
{
    private const string Attribute = "global::System.Runtime.CompilerServices.InterceptsLocation";
    private const string Result = "global::System.Threading.Tasks.ValueTask<global::QueueRun.SendResult>";

    public static SourceWriter Emit(SendFile file, AssemblyFacts assembly)
    {
        var source = Path.GetFileName(file.Calls[0].File.Replace('\\', '/'));
        var writer = MessageFile.Open($"Replaces the calls of SendAsync in {source} by methods that pass the message's writer.",
            assembly, out var space);
        writer.WriteLine(Emitted.GeneratedCode);
        using (writer.Block("file static class Sends"))
        {
            var number = 0;
            foreach (var message in file.Calls.GroupBy(call => call.Message, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                if (number > 0) writer.WriteLine();
                foreach (var call in message) writer.WriteLine($"[{Attribute}({call.Version}, {Emitted.Literal(call.Data)})] // line {call.Line}");
                EmitInterceptor(writer, message.First(), ++number);
            }
        }
        space.Dispose();
        EmitAttribute(writer);
        return writer;
    }

    private static void EmitInterceptor(SourceWriter writer, SendCall call, int number)
    {
        var (parameter, type) = call.IsAnonymous ? ("<T>", "T") : ("", call.Message);
        writer.WriteLine($"""
            internal static {Result} Send{number}{parameter}(
                this global::QueueRun.ISocket socket, {type} message, global::System.Threading.CancellationToken cancellationToken = default)
                => global::QueueRun.Messaging.EmittedSend.SendAsync<{type}>(socket, message, MessageWriters.{MessageNames.ForWriter(call.Message)}, cancellationToken);
            """);
    }

    private static void EmitAttribute(SourceWriter writer) => writer.WriteLine($$"""

        namespace System.Runtime.CompilerServices
        {
            {{Emitted.GeneratedCode}}
            [global::System.AttributeUsage(global::System.AttributeTargets.Method, AllowMultiple = true)]
            file sealed class InterceptsLocationAttribute : global::System.Attribute
            {
                public InterceptsLocationAttribute(int version, string data)
                {
                    _ = version;
                    _ = data;
                }
            }
        }
        """);
}
