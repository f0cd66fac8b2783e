using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>
/// Tells for each file whether the meaning of its declarations may have changed. Every edit creates a new compilation without any earlier
/// results; but usually only a body has changed, or a declaration on which few others depend.
/// </summary>
/// <remarks>
/// A file depends on the files that declare a type whose simple name it mentions, and on their dependencies. A name can get another meaning
/// only by a change of the compilation's options or references, of the types that some file declares, or of a file that concerns all
/// others: all these are part of every version.
/// </remarks>
internal sealed class Declarations
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> s_known = new();
    private static readonly ConditionalWeakTable<object, string> s_numbers = new();
    private static long s_lastNumber;

    private readonly List<TreeDeclarations> _files = [];
    private readonly Lazy<Dictionary<string, List<TreeDeclarations>>> _declaring;
    private readonly Lazy<DeclarationVersion> _program;
    private readonly Dictionary<TreeDeclarations, DeclarationVersion> _versions = [];

    private Declarations(Compilation compilation)
    {
        StringBuilder text = new(compilation.AssemblyName);
        text.Append(' ').Append(Number(compilation.Options));
        foreach (var reference in compilation.References) text.Append(' ').Append(Number(reference));
        DeclarationVersion types = default, all = default;
        ParseOptions? options = null;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.Options != options) text.Append(' ').Append(Number(options = tree.Options));
            var file = TreeDeclarations.Of(tree);
            _files.Add(file);
            types += file.Types;
            // The order of files matters if a type has parts in several.
            if (file.HasPartialTypes) text.Append(' ').Append(file.Types.High).Append(' ').Append(file.Types.Low);
            all += file.Version;
        }

        var shared = DeclarationVersion.Of(text.ToString()) + types;
        All = shared + all;
        _declaring = new(FindDeclaring);
        _program = new(() =>
        {
            HashSet<string> contexts = new(_files.SelectMany(file => file.ContextAliases), StringComparer.Ordinal);
            return shared + Sum(_files.Where(file => file.IsEverybodysBusiness || (contexts.Count > 0 && file.Mentioned.Any(contexts.Contains))));
        });
    }

    /// <summary>The version of all declarations of the program: while it is unchanged, so is the version of each file.</summary>
    public DeclarationVersion All { get; }

    public static Declarations Of(Compilation compilation) => s_known.GetValue(compilation, static compilation => new Declarations(compilation));

    /// <summary>The version of a file's declarations and of all declarations on which they depend.</summary>
    public DeclarationVersion Version(SyntaxTree tree)
    {
        var declarations = TreeDeclarations.Of(tree);
        lock (_versions)
        {
            if (!_versions.TryGetValue(declarations, out var version)) _versions.Add(declarations, version = _program.Value + Sum([declarations]));
            return version;
        }
    }

    /// <summary>The sum of the versions of some files and of all their dependencies.</summary>
    private DeclarationVersion Sum(IEnumerable<TreeDeclarations> files)
    {
        HashSet<TreeDeclarations> seen = [.. files];
        Stack<TreeDeclarations> open = new(seen);
        DeclarationVersion sum = default;
        while (open.Count > 0)
        {
            var next = open.Pop();
            sum += next.Version;
            foreach (var name in next.Mentioned)
            {
                if (!_declaring.Value.TryGetValue(name, out var declaring)) continue;

                foreach (var file in declaring)
                    if (seen.Add(file)) open.Push(file);
            }
        }

        return sum;
    }

    private Dictionary<string, List<TreeDeclarations>> FindDeclaring()
    {
        Dictionary<string, List<TreeDeclarations>> declaring = new(StringComparer.Ordinal);
        foreach (var file in _files)
        {
            foreach (var name in file.Declared)
            {
                if (!declaring.TryGetValue(name, out var files)) declaring.Add(name, files = []);
                files.Add(file);
            }
        }

        return declaring;
    }

    /// <summary>A unique number for an object that is compared by reference.</summary>
    private static string Number(object value)
        => s_numbers.GetValue(value, static _ => Interlocked.Increment(ref s_lastNumber).ToString(CultureInfo.InvariantCulture));
}
