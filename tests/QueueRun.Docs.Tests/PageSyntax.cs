using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Docs;

/// <summary>The names that code declares, and those that it uses without declaring them, as far as its syntax shows.</summary>
internal static class PageSyntax
{
    /// <summary>The names that a top-level statement or a type declares.</summary>
    public static IEnumerable<string> DeclaredNames(this SyntaxNode node) => node switch
    {
        GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } => [function.Identifier.ValueText],
        GlobalStatementSyntax { Statement: var statement } => statement
            .DescendantNodes(child => child is not (BlockSyntax or AnonymousFunctionExpressionSyntax))
            .Select(child => child switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                _ => null,
            }).OfType<string>(),
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        DelegateDeclarationSyntax type => [type.Identifier.ValueText],
        BaseNamespaceDeclarationSyntax @namespace => @namespace.Members.SelectMany(DeclaredNames),
        _ => [],
    };

    /// <summary>The names that a statement, a type or a member uses from its context.</summary>
    public static IEnumerable<string> MentionedNames(this SyntaxNode node)
        => node.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => !IsMemberOf(name) && !IsLocal(name, node)).Select(name => name.Identifier.ValueText);

    public static SyntaxTokenList Modifiers(this MemberDeclarationSyntax member)
        => member is GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } ? function.Modifiers : member.Modifiers;

    // x.Name, and Name = value or Name: value in a list: names that are declared elsewhere.
    private static bool IsMemberOf(SimpleNameSyntax name)
        => (name.Parent is MemberAccessExpressionSyntax access && access.Name == name) || name.Parent is NameColonSyntax or NameEqualsSyntax;

    private static bool IsLocal(SimpleNameSyntax name, SyntaxNode within)
        => name.Ancestors().TakeWhile(ancestor => ancestor != within.Parent).Any(ancestor => Scope(ancestor).Contains(name.Identifier.ValueText));

    private static IEnumerable<string> Scope(SyntaxNode node) => node switch
    {
        SimpleLambdaExpressionSyntax lambda => [lambda.Parameter.Identifier.ValueText],
        ParenthesizedLambdaExpressionSyntax lambda => Names(lambda.ParameterList),
        LocalFunctionStatementSyntax function => Names(function.ParameterList),
        BaseMethodDeclarationSyntax method => Names(method.ParameterList),
        TypeDeclarationSyntax type => Names(type.ParameterList).Concat(type.Members.SelectMany(MemberNames)),
        BlockSyntax block => block.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(variable => variable.Identifier.ValueText),
        ForEachStatementSyntax each => [each.Identifier.ValueText],
        _ => [],
    };

    private static IEnumerable<string> Names(ParameterListSyntax? parameters) => parameters?.Parameters.Select(parameter => parameter.Identifier.ValueText) ?? [];

    private static IEnumerable<string> MemberNames(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        _ => [],
    };
}
