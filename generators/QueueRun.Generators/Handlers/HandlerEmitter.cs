namespace QueueRun.Generators;

/// <summary>Writes the file of one containing type: per entry point, a method that binds the parameters and makes the call.</summary>
internal static class HandlerEmitter
{
    public static SourceWriter Emit(HandlerFile file, AssemblyFacts assembly)
    {
        var writer = Emitted.File($"Calls the marked methods of {file.TypeName}.");
        using (writer.Block($"namespace {assembly.Namespace}"))
        {
            EmitUsings(writer, file);
            writer.WriteLine(Emitted.GeneratedCode);
            using (writer.Block($"internal static class {file.ClassName}"))
            {
                for (var i = 0; i < file.Methods.Count; i++)
                {
                    if (i > 0) writer.WriteLine();
                    EmitMethod(writer, file.Methods[i]);
                }
            }
        }
        return writer;
    }

    private static void EmitUsings(SourceWriter writer, HandlerFile file)
    {
        var entryPoints = file.Methods.Select(method => method.EntryPoint).ToList();
        if (entryPoints.Exists(SaysUser)) writer.WriteLine("using UserTask = global::System.Threading.Tasks.ValueTask<global::QueueRun.ISocketUser?>;");
        Emitted.Usings(writer, entryPoints.Select(entryPoint => Descriptor.Of(entryPoint.Kind).Call).Distinct().Append("System.Threading.Tasks.ValueTask"));
    }

    private static bool SaysUser(EntryPoint entryPoint) => entryPoint.Kind.Role == MarkedRole.Authenticator;

    private static void EmitMethod(SourceWriter writer, NamedEntryPoint named)
    {
        var entryPoint = named.EntryPoint;
        var call = entryPoint.Call;
        writer.WriteLine("// " + Heading(entryPoint));
        foreach (var (category, id) in call.Suppressions)
            writer.WriteLine($"[global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage({Emitted.Literal(category)}, {Emitted.Literal(id)})]");
        var saysUser = SaysUser(entryPoint);
        var resultType = saysUser ? "UserTask" : "ValueTask";
        var plan = saysUser ? ResultPlan.ForUser(call) : ResultPlan.ForMessage(call);
        var modifiers = plan.IsAsync ? "public static async" : "public static";
        using (writer.Block($"{modifiers} {resultType} {GeneratedNames.Escape(named.Name)}({Descriptor.Of(entryPoint.Kind).CallName} call)"))
        {
            BindingEmitter bindings = new(call, entryPoint.Kind);
            bindings.EmitBindings(writer, call);
            var target = call.Type;
            if (call.Construction is { } construction)
            {
                writer.WriteLine($"var handler = new {call.Type}({bindings.Arguments(construction.Parameters)});");
                // Through the interface, as the container does: the class may have another method 'DisposeAsync'.
                if (construction.Disposal == Disposal.DisposeAsync) writer.WriteLine("await using global::System.IAsyncDisposable disposal = handler;");
                if (construction.Disposal == Disposal.Dispose) writer.WriteLine("using global::System.IDisposable disposal = handler;");
                target = "handler";
            }
            plan.Emit(writer, $"{target}.{GeneratedNames.Escape(call.Method)}({bindings.Arguments(call.Parameters)})");
        }
    }

    private static string Heading(EntryPoint entryPoint) => entryPoint switch
    {
        { Kind.Role: MarkedRole.Handler, RouteText: { Length: > 0 } route } => $"{entryPoint.Call.Signature}, for {Emitted.Literal(route)}",
        { Kind.Role: MarkedRole.Handler } => $"{entryPoint.Call.Signature}, for {entryPoint.MessageKind} messages that no route takes",
        { Queue: { } queue } => $"{entryPoint.Call.Signature}, for jobs of {Emitted.Literal(queue.Name)}",
        { Schedule: { } schedule } => $"{entryPoint.Call.Signature}, at {Emitted.Literal(schedule.Expression)}",
        _ => $"{entryPoint.Call.Signature}, marked [{entryPoint.Kind.Name}]",
    };
}
