using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>Writes the file of one containing type: a method for each entry point that binds the parameters and makes the call.</summary>
internal static class HandlerEmitter
{
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    private const string UserTask = ValueTask + "<global::QueueRun.ISocketUser?>";

    public static SourceWriter Emit(HandlerFile file, AssemblyFacts assembly)
    {
        var writer = Emitted.File($"Calls the marked methods of {file.TypeName}.");
        writer.WriteLine("""
            #pragma warning disable CS0612, CS0618 // An obsolete method or type is its author's business.

            """);
        using (writer.Block($"namespace {assembly.Namespace}"))
        {
            writer.WriteLine(Emitted.GeneratedCode);
            using (writer.Block($"internal static class {file.ClassName}"))
            {
                for (var i = 0; i < file.Methods.Count; i++)
                {
                    if (i > 0) writer.WriteLine();
                    EmitMethod(writer, file.Methods[i], assembly);
                }
            }
        }
        return writer;
    }

    private static void EmitMethod(SourceWriter writer, NamedEntryPoint named, AssemblyFacts assembly)
    {
        var entryPoint = named.EntryPoint;
        var call = entryPoint.Call;
        writer.WriteLine("// " + Heading(entryPoint));
        var (callType, resultType) = entryPoint.Kind switch
        {
            EntryPointKind.Handler => ("global::QueueRun.Routing.HandlerCall", ValueTask),
            EntryPointKind.Authenticate => ("global::QueueRun.Routing.HandlerCall", UserTask),
            EntryPointKind.OnConnect => ("global::QueueRun.Hosting.ConnectCall", UserTask),
            EntryPointKind.Queue or EntryPointKind.Schedule => ("global::QueueRun.Jobs.JobCall", ValueTask),
            _ => ("global::QueueRun.Presence.HookCall", ValueTask),
        };
        var plan = entryPoint.Kind switch
        {
            EntryPointKind.Authenticate or EntryPointKind.OnConnect => ResultPlan.ForUser(call),
            _ => ResultPlan.ForMessage(call, assembly.Namespace),
        };
        var modifiers = plan.IsAsync ? "public static async" : "public static";
        using (writer.Block($"{modifiers} {resultType} {GeneratedNames.Escape(named.Name)}({callType} call)"))
        {
            BindingEmitter bindings = new(call, entryPoint.Kind);
            bindings.EmitBindings(writer, call);
            var target = call.Type;
            if (call.Construction is { } construction)
            {
                var disposal = construction.Disposal switch
                {
                    Disposal.DisposeAsync => "await using ",
                    Disposal.Dispose => "using ",
                    _ => "",
                };
                writer.WriteLine($"{disposal}var handler = new {call.Type}({bindings.Arguments(construction.Parameters)});");
                target = "handler";
            }
            plan.Emit(writer, $"{target}.{GeneratedNames.Escape(call.Method)}({bindings.Arguments(call.Parameters)})");
        }
    }

    private static string Heading(EntryPoint entryPoint) => entryPoint.Kind switch
    {
        EntryPointKind.Handler when entryPoint.RouteText.Length > 0 => $"{entryPoint.Call.Signature}, for {Emitted.Literal(entryPoint.RouteText)}",
        EntryPointKind.Handler => $"{entryPoint.Call.Signature}, for {entryPoint.MessageKind} messages that no route takes",
        EntryPointKind.Queue => $"{entryPoint.Call.Signature}, for jobs of {Emitted.Literal(entryPoint.Queue!.Name)}",
        EntryPointKind.Schedule => $"{entryPoint.Call.Signature}, at {Emitted.Literal(entryPoint.Schedule!.Expression)}",
        _ => $"{entryPoint.Call.Signature}, marked [{entryPoint.Kind}]",
    };
}
