using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>A call of <c>SendAsync</c> whose message has a writer.</summary>
/// <param name="Shape">The message's type.</param>
/// <param name="Call">The call's place and message; null if it is not intercepted, because it calls a class of the program.</param>
/// <param name="Messages">The marked messages that it may send, for the contract.</param>
internal sealed record Send(JsonShape Shape, SendCall? Call, EquatableArray<SentMessage> Messages)
{
    /// <summary>Whether a node may be a call of <c>SendAsync</c>, with any receiver.</summary>
    public static bool IsCandidate(SyntaxNode node, CancellationToken token)
        => node is InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 1 or 2,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SendAsync" }
                or MemberBindingExpressionSyntax { Name.Identifier.ValueText: "SendAsync" },
        };

    /// <summary>The call; null if it is not a call of QueueRun's, or is not intercepted.</summary>
    public static Send? Read(GeneratorSyntaxContext context, CancellationToken token)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        var model = context.SemanticModel;
        var known = KnownTypes.Of(model.Compilation);
        if (model.GetSymbolInfo(invocation, token).Symbol is not IMethodSymbol method) return null;
        var own = SendCalls.MessageTypeOfOwn(method, known);
        if ((own ?? SendCalls.MessageType(method)) is not { } type || !MessageKinds.IsWrittenAsJson(type, known)) return null;
        if (SendCalls.IsInExpressionTree(invocation, model, token)) return null;
        var shape = JsonShapes.Read(type, JsonUse.Sent, model.Compilation);
        if (own is not null) return shape.Refusal is null && !shape.Types[0].IsAnonymousInside ? new(shape, null, SentMessage.Of(type, model.Compilation)) : null;
        if (shape.Refusal is not null || model.GetInterceptableLocation(invocation, token) is not { } location) return null;
        var line = invocation.SyntaxTree.GetLineSpan(invocation.Span, token).StartLinePosition.Line + 1;
        return new(shape, new(invocation.SyntaxTree.FilePath, location.Version, location.Data, line, shape.Root, shape.Types[0].IsAnonymousInside),
            SentMessage.Of(type, model.Compilation));
    }
}

/// <summary>The place of a call. It changes with every edit of its file; the shape of the message does not.</summary>
internal sealed record SendCall(string File, int Version, string Data, int Line, string Message, bool IsAnonymous)
{
    /// <summary>The checksum of the file in the location: its first 16 bytes, as far as whole base64 characters contain them.</summary>
    public string Checksum => Data.Substring(0, Math.Min(21, Data.Length));
}
