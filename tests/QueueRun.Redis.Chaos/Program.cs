using QueueRun.Redis.Chaos;
using QueueRun.Redis.Chaos.Node;

// dotnet run -c Release --project tests/QueueRun.Redis.Chaos [-- minutes] [--seed N] [--only kill,loss,…]
if (NodeArguments.Parse(args) is { } node)
{
    await NodeProgram.RunAsync(node);
    return 0;
}

return await new ChaosRun(ChaosOptions.Parse(args)).RunAsync() ? 0 : 1;
