using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis.Json;

/// <summary>Analyzes setters.</summary>
internal static class JsonSetters
{
    /// <summary>Whether the property's setter certainly only stores the value. False for properties that are compiled elsewhere.</summary>
    public static bool OnlyKeep(IPropertySymbol property)
    {
        var declaration = property.PartialImplementationPart ?? property;
        return !property.IsAbstract && !declaration.DeclaringSyntaxReferences.IsEmpty && declaration.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() switch
        {
            // A parameter of a record.
            ParameterSyntax => true,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors
                .Where(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration))
                .All(accessor => accessor is { Body: null, ExpressionBody: null }),
            // Without a setter.
            _ => true,
        });
    }
}
