using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>Emitted code that reads JSON of one type in its usual form. It returns either the right value or false.</summary>
/// <param name="reader">Is at the first token of the value before the call, and at its last token after it.</param>
/// <param name="options">QueueRun's options, for values that <see cref="JsonSerializer"/> reads.</param>
/// <param name="value">The value, if the result is true. Null for a JSON null.</param>
/// <returns>False if the JSON is unusual, valid or not: then <see cref="JsonSerializer"/> must read it again.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate bool MessageReader<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, [MaybeNullWhen(false)] out T value);
