using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analyzers;

/// <summary>
/// Calls in their syntactic form. The compiler binds every body once for itself, and again for each rule that asks for the meaning of a
/// call. So rules look at names and places first, and ask about few calls.
/// </summary>
internal static class Calls
{
    /// <summary>The called name: the last one before the parentheses. Null if there is none.</summary>
    public static SimpleNameSyntax? Name(this InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>The called name, as text.</summary>
    public static string? NameText(this InvocationExpressionSyntax call) => call.Name()?.Identifier.ValueText;
}
