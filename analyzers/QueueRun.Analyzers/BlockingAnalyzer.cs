using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds calls that block the thread in methods that QueueRun calls: such a method cannot be abandoned at its timeout.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.Blocks);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
    {
        // Not an operation action: the compiler would create operations for every method of the program, and few are marked.
        start.RegisterCodeBlockAction(block => Report(block, known));
    }

    private static void Report(CodeBlockAnalysisContext block, KnownTypes known)
    {
        if (MarkedBody.Of(block, known, static name => name is "Result" or "Sleep" or "WaitAll" or "WaitAny" or "Wait" or "GetResult") is not { } body) return;
        foreach (var operation in body.Operations)
        {
            if (Cure(operation, body, known) is not { } cure) continue;
            var name = Name(operation.Syntax);
            block.ReportDiagnostic(Diagnostic.Create(Descriptors.Blocks, name.GetLocation(), body.Method.ShortName(), name.ToString(), cure));
        }
    }

    private static string? Cure(IOperation operation, MarkedBody body, KnownTypes known) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when IsTask(task.Type, known) && !IsDone(task, body) => "await it",
        IInvocationOperation call => Cure(call, body, known),
        _ => null,
    };

    private static string? Cure(IInvocationOperation call, MarkedBody body, KnownTypes known)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "Sleep" when type.Is(known.Thread) && !IsZero(call) => "write 'await Task.Delay(…)'",
            "WaitAll" when type.Is(known.Task) => "write 'await Task.WhenAll(…)'",
            "WaitAny" when type.Is(known.Task) => "write 'await Task.WhenAny(…)'",
            "Wait" when type.Is(known.Task) && !IsZero(call) && !IsDone(call.Instance, body) => "await it",
            // With a timeout, Wait also returns whether it succeeded, so another cure would be needed.
            "Wait" when type.Is(known.SemaphoreSlim) && call.Type?.SpecialType == SpecialType.System_Void => "write 'await …WaitAsync()'",
            "GetResult" when Awaited(call.Instance) is { } task && !IsDone(task, body) => "await it",
            _ => null,
        };
    }

    /// <summary>The task of <c>task.GetAwaiter().GetResult()</c>, with <c>ConfigureAwait</c> or without.</summary>
    private static IOperation? Awaited(IOperation? awaiter)
    {
        if (awaiter is not IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task }) return null;
        return task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured : task;
    }

    private static bool IsTask(ITypeSymbol? type, KnownTypes known) => type is not null && (type.IsOf(known.TaskOfT) || type.IsOf(known.ValueTaskOfT));

    private static bool IsZero(IInvocationOperation call)
        => call.Arguments.Any(argument => argument.Value is { ConstantValue: { HasValue: true, Value: 0 } } or IFieldReferenceOperation { Field.Name: "Zero" });

    /// <summary>
    /// Whether the method awaits the same task elsewhere, or checks that it has completed: then reading its result need not block.
    /// </summary>
    private static bool IsDone(IOperation? task, MarkedBody body)
        => task is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation
            && body.IsAwaitedOrAsked(task.Syntax);

    private static SyntaxNode Name(SyntaxNode syntax) => syntax switch
    {
        InvocationExpressionSyntax call => Name(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => syntax,
    };
}
