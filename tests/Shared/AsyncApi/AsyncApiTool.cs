using System.Text.Json;
using System.Text.Json.Nodes;

namespace QueueRun.Tests;

/// <summary>Asks the official parser of AsyncAPI about documents, and a validator of JSON Schema about JSON.</summary>
internal static class AsyncApiTool
{
    private static readonly string s_folder = Repository.PathOf("tests", "Shared", "AsyncApi");

    /// <summary>The answers about each document, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, AsyncApiAnswer>> AskAsync(params IReadOnlyCollection<AsyncApiQuestion> questions)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(s_folder, "node_modules")),
            "Needs the parser of AsyncAPI, which this command brings: npm ci --prefix tests/Shared/AsyncApi");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new JsonObject
            {
                ["documents"] = new JsonArray([.. questions.Select(question => new JsonObject
                {
                    ["name"] = question.Name,
                    ["text"] = question.Document,
                    ["checks"] = new JsonArray([.. question.Checks.Select(check => new JsonObject
                    {
                        ["id"] = check.Id, ["schema"] = check.Schema.DeepClone(), ["json"] = check.Json,
                    })]),
                })]),
            }.ToJsonString(), TestContext.Current.CancellationToken);
            var (status, said) = await Command.RunAsync(new("node", [Path.Combine(s_folder, "check.mjs"), file]), TimeSpan.FromMinutes(5));
            Assert.True(status == 0, said);
            return JsonSerializer.Deserialize<AsyncApiAnswer[]>(said, JsonSerializerOptions.Web)!.ToDictionary(answer => answer.Name);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>A document, and JSON to validate by its schemas.</summary>
internal sealed record AsyncApiQuestion(string Name, string Document, params IReadOnlyCollection<SchemaCheck> Checks);

/// <summary>JSON, and the schema to validate it by.</summary>
internal sealed record SchemaCheck(string Id, JsonNode Schema, string Json);

/// <summary>What the parser complains about, and the checks whose JSON is valid.</summary>
internal sealed record AsyncApiAnswer(string Name, string[] Problems, HashSet<string> Valid);
