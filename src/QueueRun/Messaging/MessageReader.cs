using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>Emitted code that reads JSON of one type that is as expected: it is either right, or says that it does not know.</summary>
/// <param name="reader">Stands on the first token of the value, and afterwards on its last.</param>
/// <param name="options">QueueRun's options, for what goes through <see cref="JsonSerializer"/>.</param>
/// <param name="value">The value, where it was read. Null for a JSON null.</param>
/// <returns>False where anything is unusual, right or wrong: <see cref="JsonSerializer"/> must read it again.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate bool MessageReader<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, [MaybeNullWhen(false)] out T value);
