using System.Globalization;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>Writes the table of an assembly's marked methods.</summary>
internal static class DescriptorEmitter
{
    private const string Routing = "global::QueueRun.Routing.";
    private const string Jobs = "global::QueueRun.Jobs.";

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
                foreach (var method in file.Methods)
                    EmitDescriptor(writer, method.EntryPoint, $"{file.ClassName}.{GeneratedNames.Escape(method.Name)}", assembly);
            }
        }
        return writer;
    }

    private static void EmitDescriptor(SourceWriter writer, EntryPoint entryPoint, string method, AssemblyFacts assembly)
    {
        var (add, descriptor) = entryPoint.Kind switch
        {
            EntryPointKind.Handler => ("Handler", Routing + "HandlerDescriptor"),
            EntryPointKind.Authenticate => ("Authenticate", Routing + "AuthenticateDescriptor"),
            EntryPointKind.OnConnect => ("OnConnect", "global::QueueRun.Hosting.ConnectDescriptor"),
            EntryPointKind.OnOnline => ("OnOnline", "global::QueueRun.Presence.HookDescriptor"),
            EntryPointKind.OnOffline => ("OnOffline", "global::QueueRun.Presence.HookDescriptor"),
            EntryPointKind.Queue => ($"Queue<{entryPoint.Queue!.Type}>", Jobs + "QueueDescriptor"),
            _ => ("Schedule", Jobs + "ScheduleDescriptor"),
        };
        var rest = entryPoint.Queue is { HasWriter: true } ? $", global::{assembly.Namespace}.MessageWriters.WriteMessage" : "";
        writer.WriteLine($"module.{add}(new {descriptor}");
        using (writer.Block(close: $"}}{rest});"))
        {
            writer.WriteLine($"Name = {Emitted.Literal(entryPoint.Call.FullName)},");
            if (entryPoint.Kind is EntryPointKind.Handler or EntryPointKind.Authenticate) EmitMessage(writer, entryPoint);
            if (entryPoint.Queue is { } queue) writer.WriteLine($"Queue = {Emitted.Literal(queue.Name)},");
            if (entryPoint.Schedule is { } schedule) EmitSchedule(writer, schedule);
            if (entryPoint.TimeoutSeconds is { } seconds) writer.WriteLine($"TimeoutSeconds = {seconds.ToString("R", CultureInfo.InvariantCulture)}D,");
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
    }

    private static void EmitSchedule(SourceWriter writer, JobSchedule schedule)
    {
        writer.WriteLine($"Expression = {Emitted.Literal(schedule.Expression)},");
        writer.WriteLine($"Cron = {Emitted.Literal(schedule.Cron)},");
        if (schedule.TimeZone is { } zone) writer.WriteLine($"TimeZone = {Emitted.Literal(zone)},");
        if (schedule.SkipsMissedRuns) writer.WriteLine("MissedRuns = global::QueueRun.MissedRuns.Skip,");
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
