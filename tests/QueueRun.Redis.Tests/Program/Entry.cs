namespace QueueRun.Redis.Tests;

/// <summary>Runs the tests; or, for a test, one more process of the program.</summary>
internal static class Entry
{
    public static Task<int> Main(string[] args)
    {
        if (args is [NodeProcess.Name, var redis, var prefix, var delay, var hooks])
            return NodeProcess.RunAsync(redis, prefix, TimeSpan.FromSeconds(int.Parse(delay)), bool.Parse(hooks));

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
