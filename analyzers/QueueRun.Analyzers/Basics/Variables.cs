using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QueueRun.Analyzers;

/// <summary>What variables hold, where that is plain.</summary>
internal static class Variables
{
    /// <summary>
    /// What a local or a field is given where it is declared, in the file that is looked at; null where that may be replaced.
    /// </summary>
    public static ExpressionSyntax? ValueOf(this SyntaxNodeAnalysisContext context, ISymbol variable)
    {
        if (variable.DeclaringSyntaxReferences is not { Length: 1 } declarations || declarations[0] is not { } declared || declared.SyntaxTree != context.Node.SyntaxTree) return null;
        if (declared.GetSyntax(context.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var value }) return null;
        var isReplaced = variable is ILocalSymbol && context.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(assignment => assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == variable.Name) == true;
        return isReplaced ? null : value;
    }
}
