using QueueRun.Jobs.Tests.Sqlite;

namespace QueueRun.Jobs.Tests;

/// <summary>Runs the tests; with an <see cref="Errand"/>, it is the second process of one of them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (args is [var name, var path] && Enum.TryParse<Errand>(name, out var errand)) return OtherProcess.RunAsync(errand, path);

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
