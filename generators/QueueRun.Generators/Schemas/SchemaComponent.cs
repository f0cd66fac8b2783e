namespace QueueRun.Generators;

/// <summary>The schema of a type that other schemas refer to.</summary>
/// <param name="Id">The type and its use.</param>
/// <param name="Names">Names for it, from the shortest to the longest: the first that no other type wants is taken.</param>
/// <param name="Text">The schema, with markers for the names of other components.</param>
/// <remarks>Must stay equal by value: see <see cref="Schema"/>.</remarks>
internal sealed record SchemaComponent(SchemaId Id, EquatableArray<string> Names, string Text);
