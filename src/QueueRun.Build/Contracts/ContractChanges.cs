using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>
/// Finds what breaks clients that were written from an earlier contract. What they send, the server must still take; what it sends, they
/// must still be able to read: additions harm nobody.
/// </summary>
internal sealed class ContractChanges
{
    private readonly Contract _before;
    private readonly Contract _now;
    private readonly List<string> _found = [];

    private ContractChanges(Contract before, Contract now) => (_before, _now) = (before, now);

    /// <summary>A sentence for each change that breaks them.</summary>
    public static IReadOnlyList<string> Between(Contract before, Contract now)
    {
        var changes = new ContractChanges(before, now);
        changes.Find();
        return changes._found;
    }

    private void Find()
    {
        foreach (var operation in _before.Operations.Select(entry => (entry.Key, Value: entry.Value as JsonObject ?? [])))
        {
            var subject = Subject(operation.Key, operation.Value);
            if (_now.Operations[operation.Key] is not JsonObject now) _found.Add($"{subject} is gone");
            else if (operation.Value["action"]?.GetValue<string>() is "send") FindInMessage(subject, operation.Value, now);
            else FindInHandler(subject, operation.Value, now);
        }

        foreach (var operation in _now.Operations)
            if (operation.Value?["x-queuerun-authenticate"] is not null && _before.Operations[operation.Key] is null) _found.Add("clients must sign in now: [Authenticate] is new");
    }

    private void FindInHandler(string subject, JsonObject before, JsonObject now)
    {
        var (taken, takes) = (Message(_before, before), Message(_now, now));
        if (ContentType(taken) != ContentType(takes))
        {
            _found.Add($"{subject} takes {ContentType(takes)}, and took {ContentType(taken)}");
            return;
        }

        if (!FindInConstants(subject, taken?["payload"], takes?["payload"]))
            Compare(subject, taken?["payload"], takes?["payload"], isSent: true);

        var (wasStream, isStream) = (before["x-queuerun-stream"] is not null, now["x-queuerun-stream"] is not null);
        var (was, answer) = (Answer(_before, before), Answer(_now, now));
        if (wasStream != isStream) _found.Add($"{subject} {(isStream ? "is a stream, and was not" : "is no stream any more")}");
        else if (was is not null && answer is null) _found.Add($"{subject} does not answer with a value any more");
        else if (was is not null) Compare($"the {(isStream ? "items" : "answer")} of {subject}", was, answer, isSent: false);
    }

    private void FindInMessage(string subject, JsonObject before, JsonObject now)
    {
        var (was, payload) = (Message(_before, before)?["payload"], Message(_now, now)?["payload"]);
        if (!FindInConstants(subject, was, payload)) Compare(subject, was, payload, isSent: false);
    }

    /// <summary>The values that a message is known by. True if they differ.</summary>
    private bool FindInConstants(string subject, JsonNode? before, JsonNode? now)
    {
        var (was, are) = (Conditions(before), Conditions(now));
        if (was == are) return false;
        _found.Add($"{subject} is known by {(are.Length == 0 ? "nothing" : are)}, and was by {(was.Length == 0 ? "nothing" : was)}");
        return true;
    }

    private void Compare(string subject, JsonNode? before, JsonNode? now, bool isSent)
    {
        var comparison = new SchemaComparison(_before, _now, isSent);
        foreach (var change in comparison.Find(before, now)) _found.Add($"{subject}: {change}");
    }

    private static string Conditions(JsonNode? payload)
        => string.Join(", ", ClientModel.Constants(payload).Select(constant => $"{constant.Key}={constant.Value}").OrderBy(text => text, StringComparer.Ordinal));

    private static string ContentType(JsonNode? message) => message?["contentType"]?.GetValue<string>() switch
    {
        "text/plain" => "text",
        "application/octet-stream" => "bytes",
        _ => "JSON",
    };

    private static JsonNode? Message(Contract contract, JsonObject operation) => contract.Resolve((operation["messages"] as JsonArray)?.FirstOrDefault());

    private static JsonNode? Answer(Contract contract, JsonObject operation)
    {
        var properties = contract.Resolve((operation["reply"]?["messages"] as JsonArray)?.FirstOrDefault())?["payload"]?["properties"];
        return properties?["item"] ?? properties?["result"];
    }

    private static string Subject(string key, JsonObject operation)
    {
        var name = key.Substring(key.LastIndexOf('.') + 1);
        if (operation["x-queuerun-authenticate"] is not null) return "the message of [Authenticate]";
        var channel = Contract.NameOf(operation["channel"]?["$ref"]?.GetValue<string>() ?? "");
        var endpoint = channel is "default" or "" ? "" : $" of the endpoint \"{channel}\"";
        return operation["action"]?.GetValue<string>() is "send" ? $"the message \"{name}\"{endpoint}" : $"the handler \"{name}\"{endpoint}";
    }
}
