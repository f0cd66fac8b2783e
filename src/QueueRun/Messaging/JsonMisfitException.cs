using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>JSON that does not fit, although the serializer would accept it, or would refuse it without a place.</summary>
/// <param name="path">The place.</param>
/// <param name="expected">The expected value.</param>
internal sealed class JsonMisfitException(string path, string expected) : JsonException($"{path}: expected {expected}", path, null, null)
{
    public string Expected { get; } = expected;
}
