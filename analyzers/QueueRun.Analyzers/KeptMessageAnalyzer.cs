using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>Finds bytes of a message that are stored where they outlive the handler, although their buffer is returned to a pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeptMessageAnalyzer : QueueRunAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.Of(Ids.KeptTooLong);

    private protected override void Register(CompilationStartAnalysisContext start, KnownTypes known)
        => start.RegisterCodeBlockAction(block => Report(block, known));

    private static void Report(CodeBlockAnalysisContext block, KnownTypes known)
    {
        var bytes = (block.OwningSymbol as IMethodSymbol)?.Parameters.Where(parameter => parameter.Type.IsOfBytes(known.ReadOnlyMemory)).Select(parameter => parameter.Name).ToList();
        if (MarkedBody.Of(block, known, name => name == "Data" || bytes?.Contains(name) == true) is not { } body) return;
        foreach (var operation in body.Operations)
        {
            var (value, keeper) = operation switch
            {
                IAssignmentOperation assignment => (assignment.Value, Keeper(assignment.Target)),
                IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" or "TryAdd" or "TryWrite" or "WriteAsync" } call
                    => (call.Arguments.FirstOrDefault()?.Value, Keeper(call.Instance)),
                _ => default,
            };
            if (value is null || keeper is null || !IsBytesOfMessage(value, body, known)) continue;
            block.ReportDiagnostic(Diagnostic.Create(Descriptors.KeptTooLong, value.Syntax.GetLocation(), value.Syntax.ToString(), keeper.Syntax.ToString()));
        }
    }

    /// <summary>
    /// An owner that lives longer than the call: a static member, or a member of a parameter. The method's own object is created for one
    /// message, and a local may hold another object each time.
    /// </summary>
    private static IOperation? Keeper(IOperation? target)
    {
        for (var part = target; ; part = ((IMemberReferenceOperation)part).Instance)
        {
            if (part is IParameterReferenceOperation) return part == target && part.Type?.TypeKind is not (TypeKind.Class or TypeKind.Interface) ? null : target;
            if (part is not (IFieldReferenceOperation or IPropertyReferenceOperation)) return null;
            if (((IMemberReferenceOperation)part).Member.IsStatic) return target;
        }
    }

    private static bool IsBytesOfMessage(IOperation value, MarkedBody body, KnownTypes known) => value switch
    {
        IConversionOperation { IsImplicit: true } conversion => IsBytesOfMessage(conversion.Operand, body, known),
        IParameterReferenceOperation { Parameter: var parameter }
            => parameter.Type.IsOfBytes(known.ReadOnlyMemory) && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, body.Method) && !body.Method.IsJob(known),
        IPropertyReferenceOperation { Property: { Name: "Data" } property, Instance: IParameterReferenceOperation } => property.ContainingType.Is(known.SocketRequest),
        IInvocationOperation { TargetMethod: { Name: "Slice" } slice, Instance: { } whole } => slice.ContainingType.IsOfBytes(known.ReadOnlyMemory) && IsBytesOfMessage(whole, body, known),
        _ => false,
    };
}
