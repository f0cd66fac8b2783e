using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analyzers;

/// <summary>
/// Calls as they are written. The compiler binds every body for itself, and once more for whoever asks what a call means: rules look at names and
/// places first, and ask about very few.
/// </summary>
internal static class Calls
{
    /// <summary>What is called: the last name in front of the parentheses. Null where nothing is named.</summary>
    public static SimpleNameSyntax? Name(this InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>What is called, as text.</summary>
    public static string? NameText(this InvocationExpressionSyntax call) => call.Name()?.Identifier.ValueText;
}
