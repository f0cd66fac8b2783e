using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests.Mutations;

/// <summary>One mistake in a program.</summary>
/// <param name="Name">The kind of mistake, and its place.</param>
/// <param name="Texts">The program with the mistake, file by file.</param>
internal sealed record Mutation(string Name, params string[] Texts)
{
    private static readonly string[] s_types =
    [
        "Missing", "Missing<int>", "void", "dynamic", "object", "int*", "delegate*<int>", "Span<byte>", "ref int", "Task<>", "List<>", "List<Missing>", "Task<Task>",
        "(int, Missing)", "int[,]", "IAsyncEnumerable<Missing>", "var", "TypedReference", "T", "Console", "Func<int>", "string?", "Nullable<string>", "System",
    ];

    private static readonly string[] s_modifiers =
    [
        "static", "abstract", "private", "protected", "private protected", "file", "partial", "async", "unsafe", "extern", "virtual", "override", "sealed", "new",
        "ref", "readonly", "required", "const", "volatile", "public public",
    ];

    private static readonly string[] s_kinds = ["class", "struct", "interface", "record", "record struct", "ref struct", "enum", "static class", "file class", "delegate"];

    private static readonly string[] s_arguments =
    [
        "()", "(null)", "(Missing)", "(\"x\", \"y\", \"z\")", "(1)", "(typeof(Missing))", "(\"a\".ToString())", "(\"[a\")", "(\"\")", "(Missing = 1)", "(default)", "(new[] { \"a\" })",
        "(TimeoutSeconds = -1)", "(TimeoutSeconds = \"x\")", "(Condition = (System.Text.Json.Serialization.JsonIgnoreCondition)9)", "(typeof(List<>))", "(\"\\u2028\\n*/\")",
    ];

    private static readonly string[] s_expressions =
        ["null", "default", "Missing", "throw null!", "x => x", "await Missing", "stackalloc int[1]", "new { }", "new { a = Missing }", "(1, 2)", "ref message", "[1, 2]", "typeof(int)", "Main", "__arglist()"];

    private static readonly string[] s_parts = ["\"", "/*", "'", "<", "[", "(", "{", ";", "$\"{", "@", "\n#if X\n", "\n#nullable disable\n", "\n#line 1 \"a b.cs\"\n", "\n#line hidden\n", "\n#error\n", "\ud83d"];

    /// <summary>Every mistake that can be made in a program.</summary>
    public static IEnumerable<Mutation> Of(string program)
    {
        var root = TestCompilation.Parse(program, "Program.cs").GetRoot();
        yield return new("twice", program + "\n" + program);
        yield return new("the same file twice", program, program);
        yield return new("without the namespace QueueRun", "namespace QueueRun { class SocketHandlerAttribute : Attribute; }\n" + program);
        yield return new("in a namespace of the name QueueRun", $"namespace My.QueueRun {{\n{program}\n}}");
        yield return new("in a generic class", $"class Outer<T> {{\n{program}\n}}");
        yield return new("in a private class", $"class Outer {{ private class Inner {{\n{program}\n}} }}");
        yield return new("in an extension", $"static class Outer {{ extension(string outer) {{\n{program}\n}} }}");
        foreach (var token in root.DescendantTokens().Where(token => token.Span.Length > 0))
        {
            yield return Replace("without", token.Span, "");
            yield return new(Name("ends before", token.Span), program[..token.SpanStart]);
            yield return Insert("twice", token.Span.End, " " + token.Text);
            foreach (var part in s_parts) yield return Insert(part, token.SpanStart, part);
        }
        foreach (var mutation in root.DescendantNodes().SelectMany(OfNode)) yield return mutation;

        string Name(string what, TextSpan span) => $"{what} '{program[span.Start..span.End].Split('\n')[0]}' at {span.Start}";
        Mutation Replace(string what, TextSpan span, string text) => new(Name(what, span), program[..span.Start] + text + program[span.End..]);
        Mutation Insert(string what, int at, string text) => new($"{what} inserted at {at}", program[..at] + text + program[at..]);

        IEnumerable<Mutation> OfNode(SyntaxNode node) => node switch
        {
            UsingDirectiveSyntax or StatementSyntax => [Replace("without", node.Span, ""), Insert("twice", node.Span.End, "\n" + node)],
            AttributeSyntax attribute => OfAttribute(attribute),
            AttributeListSyntax => [Replace("without", node.Span, ""), Insert("twice", node.Span.End, node.ToString())],
            ParameterSyntax parameter => OfParameter(parameter),
            MemberDeclarationSyntax member => OfMember(member),
            AccessorListSyntax => OfAccessors(node),
            ArgumentSyntax => s_expressions.Select(expression => Replace(expression + " instead of", node.Span, expression))
                .Concat([Insert("a name", node.SpanStart, "missing: "), Insert("ref", node.SpanStart, "ref "), Insert("twice", node.Span.End, ", " + node)]),
            AnonymousObjectMemberDeclaratorSyntax => s_expressions.Select(expression => Replace("a = " + expression + " instead of", node.Span, "a = " + expression)),
            TypeSyntax when node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or AttributeSyntax)
                => s_types.Select(type => Replace(type + " instead of", node.Span, type)),
            _ => [],
        };

        IEnumerable<Mutation> OfAttribute(AttributeSyntax attribute)
            => s_arguments.Select(arguments => Replace(arguments + " at", attribute.Span, attribute.Name + arguments))
                .Concat([Replace("missing", attribute.Name.Span, "Missing"), Insert("return target", attribute.SpanStart, "return: "), Insert("assembly target", attribute.SpanStart, "assembly: ")]);

        IEnumerable<Mutation> OfParameter(ParameterSyntax parameter)
            => new[] { "ref", "out", "in", "ref readonly", "params", "this", "scoped", "readonly" }.Select(word => Insert(word, parameter.Type?.SpanStart ?? parameter.SpanStart, word + " "))
                .Concat(
                [
                    Replace("no name", parameter.Identifier.Span, ""), Replace("other name", parameter.Identifier.Span, "call"), Insert("twice", parameter.Span.End, ", " + parameter),
                    Insert("default", parameter.Span.End, " = Missing"), Insert("nullable", parameter.Type?.Span.End ?? parameter.SpanStart, "?"), Insert("array", parameter.Type?.Span.End ?? parameter.SpanStart, "[]"),
                ]);

        IEnumerable<Mutation> OfAccessors(SyntaxNode accessors)
            => new[] { "", ";", "{ }", "{ get; }", "{ set; }", "{ get; private set; }", "{ get => Missing; set; }", "{ private get; set; }", "{ get; init }", "=> default;" }
                .Select(text => Replace(text + " instead of", accessors.Span, text));

        IEnumerable<Mutation> OfMember(MemberDeclarationSyntax member)
        {
            yield return Insert("twice", member.Span.End, "\n" + member);
            yield return Replace("without", member.Span, "");
            var first = member.Modifiers.Count > 0 ? member.Modifiers[0].SpanStart : member.AttributeLists.Count > 0 ? member.AttributeLists.Span.End : member.SpanStart;
            foreach (var modifier in s_modifiers) yield return Insert(modifier, first, $" {modifier} ");
            if (member.Modifiers.Count > 0)
            {
                yield return Replace("no modifiers", member.Modifiers.Span, "");
                foreach (var modifier in s_modifiers) yield return Replace(modifier + " for", member.Modifiers.Span, modifier);
            }
            switch (member)
            {
                case MethodDeclarationSyntax method:
                    yield return Insert("generic", method.Identifier.Span.End, "<T>");
                    yield return Insert("explicit", method.Identifier.SpanStart, "IDisposable.");
                    yield return Replace("Main", method.Identifier.Span, "Main");
                    if (method.Body is { } body) yield return Replace("no body", body.Span, ";");
                    if (method.ExpressionBody is { } expression) yield return Replace("no body", expression.Span, "");
                    if (method.ExpressionBody is { } thrown) yield return Replace("thrown", thrown.Span, "=> throw null!");
                    break;
                case TypeDeclarationSyntax type:
                    foreach (var kind in s_kinds) yield return Replace(kind, type.Keyword.Span, kind);
                    yield return Insert("generic", type.Identifier.Span.End, "<T>");
                    yield return Replace("named Module", type.Identifier.Span, "Module");
                    yield return Replace("named System", type.Identifier.Span, "System");
                    yield return Replace("named Task", type.Identifier.Span, "Task");
                    yield return Insert("derives from itself", type.ParameterList?.Span.End ?? type.Identifier.Span.End, $" : {type.Identifier.Text}");
                    yield return Insert("derives from something missing", type.ParameterList?.Span.End ?? type.Identifier.Span.End, " : Missing");
                    break;
            }
        }
    }
}
