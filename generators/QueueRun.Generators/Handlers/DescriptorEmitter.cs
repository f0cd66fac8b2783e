using System.Globalization;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>Writes the table of an assembly's handlers and lifecycle methods.</summary>
internal static class DescriptorEmitter
{
    private const string Routing = "global::QueueRun.Routing.";

    public static SourceWriter Emit(EquatableArray<HandlerFile> files, AssemblyFacts assembly)
    {
        var writer = Emitted.File($"The handlers and lifecycle methods of {assembly.Name}.");
        writer.WriteLine("""
            #pragma warning disable CS0612, CS0618 // An obsolete method or type is its author's business.

            """);
        using (writer.Block($"namespace {assembly.Namespace}"))
        using (writer.Block("partial class Module"))
        using (writer.Block("static partial void AddHandlers(global::QueueRun.Hosting.ModuleBuilder module)"))
        {
            foreach (var file in files)
            {
                foreach (var method in file.Methods) EmitDescriptor(writer, method.EntryPoint, $"{file.ClassName}.{GeneratedNames.Escape(method.Name)}");
            }
        }
        return writer;
    }

    private static void EmitDescriptor(SourceWriter writer, EntryPoint entryPoint, string method)
    {
        var (add, descriptor) = entryPoint.Kind switch
        {
            EntryPointKind.Handler => ("Handler", Routing + "HandlerDescriptor"),
            EntryPointKind.Authenticate => ("Authenticate", Routing + "AuthenticateDescriptor"),
            EntryPointKind.OnConnect => ("OnConnect", "global::QueueRun.Hosting.ConnectDescriptor"),
            EntryPointKind.OnOnline => ("OnOnline", "global::QueueRun.Presence.HookDescriptor"),
            _ => ("OnOffline", "global::QueueRun.Presence.HookDescriptor"),
        };
        writer.WriteLine($"module.{add}(new {descriptor}");
        using (writer.Block(close: "});"))
        {
            writer.WriteLine($"Name = {Emitted.Literal(entryPoint.Call.FullName)},");
            if (entryPoint.Kind is EntryPointKind.Handler or EntryPointKind.Authenticate) EmitMessage(writer, entryPoint);
            if (entryPoint.Kind != EntryPointKind.OnConnect) EmitServices(writer, entryPoint.Call);
            writer.WriteLine($"InvokeAsync = {method},");
        }
    }

    private static void EmitMessage(SourceWriter writer, EntryPoint entryPoint)
    {
        writer.WriteLine($"Kind = {Routing}MessageKind.{entryPoint.MessageKind},");
        if (entryPoint.Route.Count > 0)
        {
            writer.WriteLine($"RouteText = {Emitted.Literal(entryPoint.RouteText)},");
            writer.WriteLine($"Route = new {Routing}RouteCondition[]");
            using (writer.Block(close: "},"))
            {
                foreach (var condition in entryPoint.Route)
                {
                    var value = condition.Value is null ? "" : ", " + Emitted.Literal(condition.Value);
                    writer.WriteLine($"new({Emitted.Literal(condition.Property)}{value}),");
                }
            }
        }
        if (entryPoint.TimeoutSeconds is { } seconds) writer.WriteLine($"TimeoutSeconds = {seconds.ToString("R", CultureInfo.InvariantCulture)}D,");
    }

    private static void EmitServices(SourceWriter writer, Call call)
    {
        var services = call.AllBindings
            .Where(binding => binding.Source == ParameterSource.Service)
            .Select(binding => binding.Key is null ? $"new(typeof({binding.PlainType}))," : $"new(typeof({binding.PlainType}), {binding.Key}),")
            .Distinct()
            .ToList();
        if (services.Count == 0) return;
        writer.WriteLine($"Services = new {Routing}ServiceRequest[]");
        using (writer.Block(close: "},"))
        {
            foreach (var service in services) writer.WriteLine(service);
        }
    }
}
