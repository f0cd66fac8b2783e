using System.Globalization;

namespace QueueRun.Generators;

/// <summary>Writes the table of an assembly's marked methods.</summary>
internal static class DescriptorEmitter
{
    public static SourceWriter Emit(EquatableArray<HandlerFile> files, AssemblyFacts assembly)
    {
        var writer = Emitted.File($"The handlers and lifecycle methods of {assembly.Name}.");
        using (writer.Block($"namespace {assembly.Namespace}"))
        {
            var kinds = files.SelectMany(file => file.Methods).Select(method => Descriptor.Of(method.EntryPoint.Kind).Type).Distinct();
            Emitted.Usings(writer,
                ["QueueRun.Hosting.ModuleBuilder", "QueueRun.Routing.MessageKind", "QueueRun.Routing.RouteCondition", "QueueRun.Calls.ServiceRequest", .. kinds]);
            using (writer.Block("partial class Module"))
            using (writer.Block("static partial void AddHandlers(ModuleBuilder module)"))
            {
                foreach (var file in files)
                {
                    foreach (var method in file.Methods)
                        EmitDescriptor(writer, method.EntryPoint, $"{file.ClassName}.{GeneratedNames.Escape(method.Name)}");
                }
                var users = files.SelectMany(file => file.Methods).SelectMany(method => method.EntryPoint.Users).Distinct();
                foreach (var user in users.OrderBy(user => user.Type, StringComparer.Ordinal)) writer.WriteLine($"module.HookUser<{user.Type}>({user.Writer});");
            }
        }
        return writer;
    }

    private static void EmitDescriptor(SourceWriter writer, EntryPoint entryPoint, string method)
    {
        var descriptor = Descriptor.Of(entryPoint.Kind);
        var ofJobs = entryPoint.Queue is { } jobs ? $"<{jobs.Type}>" : "";
        var rest = entryPoint.Queue is { Writer: { } jobWriter } ? $", {jobWriter}" : "";
        writer.WriteLine($"module.{descriptor.Add}{ofJobs}(new {descriptor.TypeName}");
        using (writer.Block(close: $"}}{rest});"))
        {
            writer.WriteLine($"Name = {Emitted.Literal(entryPoint.Call.FullName)},");
            if (entryPoint.Kind is { HasMessage: true, Role: not MarkedRole.Job }) EmitMessage(writer, entryPoint);
            if (entryPoint.OptionalProperties.Count > 0)
                writer.WriteLine($"OptionalProperties = new[] {{ {string.Join(", ", entryPoint.OptionalProperties.Select(Emitted.Literal))} }},");
            if (entryPoint.Kind is { HasMessage: true, Role: not MarkedRole.Job } && !entryPoint.Call.AllBindings.Any(binding => binding.Source == ParameterSource.HttpContext))
                writer.WriteLine("NeedsHttpContext = false,");
            if (entryPoint.Kind.Role == MarkedRole.Handler) EmitGuards(writer, entryPoint);
            if (entryPoint.Queue is { } queue) writer.WriteLine($"Queue = {Emitted.Literal(queue.Name)},");
            if (entryPoint.Schedule is { } schedule) EmitSchedule(writer, schedule);
            if (entryPoint.TimeoutSeconds is { } seconds) writer.WriteLine($"TimeoutSeconds = {seconds.ToString("R", CultureInfo.InvariantCulture)}D,");
            if (entryPoint.IsConcurrent) writer.WriteLine("Concurrent = true,");
            EmitServices(writer, entryPoint.Call);
            writer.WriteLine($"InvokeAsync = {method},");
        }
    }

    private static void EmitMessage(SourceWriter writer, EntryPoint entryPoint)
    {
        writer.WriteLine($"Kind = MessageKind.{entryPoint.MessageKind},");
        if (entryPoint.Route.Count > 0)
        {
            writer.WriteLine($"RouteText = {Emitted.Literal(entryPoint.RouteText)},");
            writer.WriteLine("Route = new RouteCondition[]");
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

    /// <summary>Writes the conditions that are checked before a handler is called.</summary>
    private static void EmitGuards(SourceWriter writer, EntryPoint entryPoint)
    {
        if (entryPoint.Endpoint is { } endpoint) writer.WriteLine($"Endpoint = {Emitted.Literal(endpoint)},");
        EmitArray(writer, "Users", "System.Type", entryPoint.Call.AllBindings
            .Where(binding => binding is { Source: ParameterSource.User or ParameterSource.UserId, Optional: false })
            .Select(binding => $"typeof({(binding.Source == ParameterSource.User ? binding.PlainType : "global::QueueRun.ISocketUser")})"));
        EmitArray(writer, "Authorization", "System.Attribute", entryPoint.Authorization);
        if (entryPoint.Call.AllBindings.FirstOrDefault(binding => binding.Source == ParameterSource.Message && BindingEmitter.IsReadFromJson(binding)) is { } message)
            writer.WriteLine($"Message = global::QueueRun.Routing.HandlerMessage.Of<{message.PlainType}>(),");
    }

    private static void EmitArray(SourceWriter writer, string property, string type, IEnumerable<string> values)
    {
        var all = values.Distinct().ToList();
        if (all.Count > 0) writer.WriteLine($"{property} = new global::{type}[] {{ {string.Join(", ", all)} }},");
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
            .Select(binding =>
            {
                var key = binding.Key is null ? "" : ", " + binding.Key;
                return $"new(typeof({binding.PlainType}){key}){(binding.Optional ? "" : " { IsRequired = true }")},";
            })
            .Distinct()
            .ToList();
        if (services.Count == 0) return;
        writer.WriteLine("Services = new ServiceRequest[]");
        using (writer.Block(close: "},"))
        {
            foreach (var service in services) writer.WriteLine(service);
        }
    }
}
