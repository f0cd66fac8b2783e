namespace QueueRun.Generators;

/// <summary>
/// How a call's result is passed on. If the method's own task can be returned, or the task that sends its value, there is no async state
/// machine.
/// </summary>
/// <param name="IsAsync">Whether the emitted method awaits.</param>
/// <param name="Lines">The statements; <c>$</c> is replaced by the call.</param>
internal sealed record ResultPlan(bool IsAsync, params string[] Lines)
{
    /// <summary>For a handler, a hook or a job: its result, if any, is sent.</summary>
    public static ResultPlan ForMessage(Call call)
    {
        var result = call.Result;
        // An object is disposed of only after its method has ended: then the emitted method awaits.
        var disposal = call.Construction?.Disposal ?? Disposal.None;
        var mustAwait = disposal == Disposal.DisposeAsync || (disposal == Disposal.Dispose && result.Kind != ReturnKind.Void);
        return (result.Kind, result.MessageType) switch
        {
            (ReturnKind.Void, _) => mustAwait ? new(true, "$;") : new(false, "$;", "return default;"),
            (ReturnKind.Task, _) or (ReturnKind.TaskOfValue, null) => mustAwait ? new(true, "await $;") : new(false, "return new ValueTask($);"),
            (ReturnKind.ValueTask, _) => mustAwait ? new(true, "await $;") : new(false, "return $;"),
            (ReturnKind.Value, null) => mustAwait ? new(true, "_ = $;") : new(false, "_ = $;", "return default;"),
            (ReturnKind.ValueTaskOfValue, null) => new(true, "await $;"),
            (ReturnKind.Value, _) => Send("Reply", "$", mustAwait, result),
            (ReturnKind.Stream, _) => Send("Stream", "$", mustAwait, result),
            _ => Send("Reply", "await $", true, result),
        };
    }

    /// <summary>For an authenticating method: its result is the user, or null.</summary>
    public static ResultPlan ForUser(Call call)
    {
        var mustAwait = call.Construction is { Disposal: not Disposal.None };
        return call.Result.Kind switch
        {
            ReturnKind.Void => mustAwait ? new(true, "$;", "return null;") : new(false, "$;", "return default;"),
            ReturnKind.Task or ReturnKind.ValueTask => new(true, "await $;", "return null;"),
            ReturnKind.Value => mustAwait ? new(true, "return $;") : new(false, "return new UserTask($);"),
            _ => new(true, "return await $;"),
        };
    }

    public void Emit(SourceWriter writer, string call)
    {
        foreach (var line in Lines) writer.WriteLine(line.Replace("$", call));
    }

    private static ResultPlan Send(string how, string value, bool isAsync, Result result)
    {
        // A writer takes the type without annotations; if these differ, the type is named and the value passed without annotations.
        var (arguments, sent) = result.Writer is null || !result.IsAnnotated ? ("", value) : ($"<{result.MessageType}>", value == "$" ? "$!" : $"({value})!");
        var writer = result.Writer is null ? "" : $", {result.Writer}";
        var statement = $"call.{how}Async{arguments}({sent}{writer})";
        return isAsync ? new(true, $"await {statement};") : new(false, $"return {statement};");
    }
}
