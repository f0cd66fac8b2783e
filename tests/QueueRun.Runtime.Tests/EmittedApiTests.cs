using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace QueueRun.Runtime.Tests;

/// <summary>
/// The members that emitted code calls: compiled libraries use them, and are not compiled again. So members are only added to
/// <c>EmittedApi.txt</c>.
/// </summary>
public class EmittedApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Lazy<List<string>> s_listed = new(Read);

    private static readonly Lazy<List<string>> s_present = new(() =>
    [
        .. typeof(ISocket).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never)
            .SelectMany(Describe)
            .Order(StringComparer.Ordinal),
    ]);

    [Fact]
    public void Nothing_that_a_library_was_compiled_with_is_gone()
        => AssertNone(s_listed.Value.Except(s_present.Value), "Libraries call what is gone or is another thing now; it must stay, beside what is new:");

    [Fact]
    public void What_is_new_is_listed()
        => AssertNone(s_present.Value.Except(s_listed.Value), "Libraries will call what is new for as long as they live; add it to EmittedApi.txt:");

    private static void AssertNone(IEnumerable<string> lines, string otherwise) => Assert.True(!lines.Any(), $"{otherwise}\n{string.Join('\n', lines)}");

    private static IEnumerable<string> Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsSubclassOf(typeof(Delegate)) ? "delegate" : type.IsAbstract ? "abstract class" : "class";
        yield return $"{type} : {kind} {type.BaseType}";
        foreach (var member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case MethodBase method when method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly:
                    yield return $"{type} : {(method.IsStatic ? "static " : "")}{(method.IsAbstract ? "abstract " : "")}{method}";
                    break;
                case FieldInfo { IsLiteral: true, IsPublic: true } constant:
                    yield return $"{type} : {member} = {Convert.ToInt64(constant.GetRawConstantValue(), null)}";
                    break;
                case PropertyInfo when member.IsDefined(typeof(RequiredMemberAttribute)):
                    yield return $"{type} : required {member}"; // an older library does not set it
                    break;
            }
        }
    }

    private static List<string> Read()
    {
        using StreamReader reader = new(typeof(EmittedApiTests).Assembly.GetManifestResourceStream("EmittedApi.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
