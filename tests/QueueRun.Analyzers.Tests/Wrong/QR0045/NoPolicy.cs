// A naming policy by a number that none has, and a condition likewise, in a program
[assembly: QueueRun.SocketJsonAttribute({|QR0045:PropertyNamingPolicy = (System.Text.Json.Serialization.JsonKnownNamingPolicy)77|}, {|QR0045:DefaultIgnoreCondition = (System.Text.Json.Serialization.JsonIgnoreCondition)(-1)|})]

Console.WriteLine("no socket here");
