using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>
/// How a call's result is passed on. Where the method's own task can be returned, or what sends its value, there is no async state
/// machine.
/// </summary>
/// <param name="IsAsync">Whether the emitted method awaits.</param>
/// <param name="Lines">The statements; <c>$</c> stands for the call.</param>
internal sealed record ResultPlan(bool IsAsync, params string[] Lines)
{
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    /// <summary>A handler's, a hook's or a job's: what it returns, if anything, is sent.</summary>
    public static ResultPlan ForMessage(Call call, string generatedNamespace)
    {
        var result = call.Result;
        // Whoever is disposed of must have ended first: then the emitted method awaits.
        var disposal = call.Construction?.Disposal ?? Disposal.None;
        var mustAwait = disposal == Disposal.DisposeAsync || (disposal == Disposal.Dispose && result.Kind != ReturnKind.Void);
        return (result.Kind, result.MessageType) switch
        {
            (ReturnKind.Void, _) => mustAwait ? new(true, "$;") : new(false, "$;", "return default;"),
            (ReturnKind.Task, _) or (ReturnKind.TaskOfValue, null) => mustAwait ? new(true, "await $;") : new(false, $"return new {ValueTask}($);"),
            (ReturnKind.ValueTask, _) => mustAwait ? new(true, "await $;") : new(false, "return $;"),
            (ReturnKind.Value, null) => mustAwait ? new(true, "_ = $;") : new(false, "_ = $;", "return default;"),
            (ReturnKind.ValueTaskOfValue, null) => new(true, "await $;"),
            (ReturnKind.Value, _) => Send("Reply", "$", mustAwait, result, generatedNamespace),
            (ReturnKind.Stream, _) => Send("Stream", "$", mustAwait, result, generatedNamespace),
            _ => Send("Reply", "await $", true, result, generatedNamespace),
        };
    }

    /// <summary>What says who it is: the user, or null.</summary>
    public static ResultPlan ForUser(Call call)
    {
        var mustAwait = call.Construction is { Disposal: not Disposal.None };
        return call.Result.Kind switch
        {
            ReturnKind.Void => mustAwait ? new(true, "$;", "return null;") : new(false, "$;", "return default;"),
            ReturnKind.Task or ReturnKind.ValueTask => new(true, "await $;", "return null;"),
            ReturnKind.Value => mustAwait ? new(true, "return $;") : new(false, $"return new {ValueTask}<global::QueueRun.ISocketUser?>($);"),
            _ => new(true, "return await $;"),
        };
    }

    public void Emit(SourceWriter writer, string call)
    {
        foreach (var line in Lines) writer.WriteLine(line.Replace("$", call));
    }

    private static ResultPlan Send(string how, string value, bool isAsync, Result result, string generatedNamespace)
    {
        // A writer takes the plain type; where annotations make a difference, the type is named and the value passed without them.
        var (arguments, sent) = !result.HasWriter || !result.IsAnnotated ? ("", value) : ($"<{result.MessageType}>", value == "$" ? "$!" : $"({value})!");
        var writer = result.HasWriter ? $", global::{generatedNamespace}.MessageWriters.WriteMessage" : "";
        var statement = $"call.{how}Async{arguments}({sent}{writer})";
        return isAsync ? new(true, $"await {statement};") : new(false, $"return {statement};");
    }
}
