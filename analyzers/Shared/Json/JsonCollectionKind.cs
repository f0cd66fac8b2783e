namespace QueueRun.Analysis.Json;

/// <summary>The kinds of collections. All are arrays in JSON except dictionaries, which are objects.</summary>
internal enum JsonCollectionKind
{
    Array,
    Memory,
    ReadOnlyMemory,
    List,
    Dictionary,

    /// <summary>Any type of System.Collections.Immutable except its dictionaries.</summary>
    Immutable,
    ImmutableDictionary,

    // Kinds known only by an interface.
    DictionaryInterface,
    ReadOnlyDictionaryInterface,
    ListInterface,
    SetInterface,
    CollectionInterface,
    Stack,
    Queue,
    ConcurrentStack,
    ConcurrentQueue,

    /// <summary>A type of which only its enumerator is known.</summary>
    Enumerable,
}
