namespace QueueRun.Redis.Tests.Simulation;

/// <summary>A message to users, and the result of its send.</summary>
internal sealed record SentMessage(SimulatedProcess Sender, int Number, string[] Users, TimeSpan Sent)
{
    public SendResult? Result { get; set; }

    public TimeSpan Ended { get; set; }

    public string Text => $"{Sender.Index}:{Number}";

    public override string ToString() => $"message {Text} to {string.Join(' ', Users)}, {Sent.TotalSeconds:0.000} to {Ended.TotalSeconds:0.000}";
}
