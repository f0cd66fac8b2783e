#pragma warning disable ASP0029 // .NET 10 still calls [ValidatableType] experimental.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Validation;

namespace QueueRun.TestServer;

/// <summary>A message that is validated before its handler is called.</summary>
[ValidatableType]
public sealed class Draft : IValidatableObject
{
    [Required, StringLength(10, ErrorMessage = "at most 10 characters")]
    public string Title { get; set; } = "";

    [Range(1, 5, ErrorMessage = "from 1 to 5"), JsonPropertyName("prio")]
    public int Priority { get; set; } = 1;

    public List<DraftLine> Lines { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Title == Lines.FirstOrDefault()?.FirstText) yield return new("the first line repeats the title");
    }
}

public sealed class DraftLine
{
    [Required(ErrorMessage = "say something")]
    public string? FirstText { get; set; }

    public DraftLine? Next { get; set; }
}

internal static class Drafts
{
    [SocketHandler("test=draft")]
    internal static string Save(Draft data) => $"saved {data.Title} with {data.Lines.Count} lines";

    [SocketHandler("test=draft-user")]
    internal static string SaveAs(Draft data, ISocketUser user) => $"saved {data.Title} for {user.Id}";
}
