using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>A call of <c>SendAsync</c> whose message has a writer.</summary>
/// <param name="Shape">The message's type.</param>
/// <param name="Call">Where the call stands, and what it sends.</param>
internal sealed record Send(JsonShape Shape, SendCall Call)
{
    /// <summary>Whether a node may be a call of <c>SendAsync</c>, however its receiver is spelled.</summary>
    public static bool IsCandidate(SyntaxNode node, CancellationToken token)
        => node is InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 1 or 2,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SendAsync" }
                or MemberBindingExpressionSyntax { Name.Identifier.ValueText: "SendAsync" },
        };

    /// <summary>The call, or null where it is not ours or is left alone.</summary>
    public static Send? Read(GeneratorSyntaxContext context, CancellationToken token)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        var model = context.SemanticModel;
        if (SendCalls.MessageType(invocation, model, token) is not { } type || !MessageKinds.IsWrittenAsJson(type, KnownTypes.Of(model.Compilation))) return null;
        if (SendCalls.IsInExpressionTree(invocation, model, token)) return null;
        var shape = JsonShapes.Read(type, JsonUse.Sent, model.Compilation);
        if (shape.Refusal is not null || model.GetInterceptableLocation(invocation, token) is not { } location) return null;
        var line = invocation.SyntaxTree.GetLineSpan(invocation.Span, token).StartLinePosition.Line + 1;
        return new(shape, new(invocation.SyntaxTree.FilePath, location.Version, location.Data, line, shape.Root, shape.Types[0].IsAnonymousInside));
    }
}

/// <summary>Where a call stands. It changes with every edit of its file; the shape of what is sent does not.</summary>
internal sealed record SendCall(string File, int Version, string Data, int Line, string Message, bool IsAnonymous)
{
    /// <summary>What the location knows its file by: 16 bytes at its beginning, as far as whole characters of base64 hold them.</summary>
    public string Checksum => Data.Substring(0, Math.Min(21, Data.Length));
}
