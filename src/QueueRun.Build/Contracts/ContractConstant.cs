using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace QueueRun.Build;

/// <summary>Reads the contract from a built assembly. The assembly is not loaded: only its metadata are read.</summary>
internal static class ContractConstant
{
    private const string TypeName = "SocketContract", FieldName = "Json", Runtime = "QueueRun";

    /// <summary>The constant's text, or null if the assembly has none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static string? Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var image = new PEReader(file);
        if (!image.HasMetadata) return null;

        var metadata = image.GetMetadataReader();
        if (!RefersToQueueRun(metadata)) return null;
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (metadata.StringComparer.Equals(type.Name, TypeName) && ReadField(metadata, type.GetFields()) is { } json) return json;
        }

        return null;
    }

    private static bool RefersToQueueRun(MetadataReader metadata)
    {
        foreach (var handle in metadata.AssemblyReferences)
            if (metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, Runtime)) return true;
        return false;
    }

    private static string? ReadField(MetadataReader metadata, IEnumerable<FieldDefinitionHandle> fields)
    {
        foreach (var handle in fields)
        {
            var field = metadata.GetFieldDefinition(handle);
            if (!metadata.StringComparer.Equals(field.Name, FieldName) || field.GetDefaultValue() is not { IsNil: false } constant) continue;

            var value = metadata.GetConstant(constant);
            if (value.TypeCode is ConstantTypeCode.String) return (string?)metadata.GetBlobReader(value.Value).ReadConstant(ConstantTypeCode.String);
        }

        return null;
    }
}
