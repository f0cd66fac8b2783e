using static QueueRun.Conformance.Frames;

namespace QueueRun.Conformance.Cases;

/// <summary>Section 5: fragments, and the frames that are allowed between them.</summary>
internal static class FragmentCases
{
    private static readonly byte[] First = Text("first, ", final: false);
    private static readonly byte[] Last = More("last");
    private static readonly byte[] Orphan = More("of no message");
    private static readonly byte[] OrphanGoingOn = More("of no message", final: false);
    private static readonly byte[] Whole = Text("whole");

    public static IEnumerable<Case> All =>
    [
        new Case("ping-fragmented", "5.1").Sends(Join(Ping("a", final: false), More("b"))).Fails(1002),
        new Case("pong-fragmented", "5.2").Sends(Join(Pong("a", final: false), More("b"))).Fails(1002),
        new Case("two-fragments", "5.3").Sends(Join(First, Last)).GetsText("first, last").Closes(),
        new Case("two-fragments-one-by-one", "5.4").Sends(First).Sends(Last).GetsText("first, last").Closes(),
        new Case("two-fragments-byte-by-byte", "5.5").Sends(Join(First, Last), piece: 1).GetsText("first, last").Closes(),
        new Case("ping-between-fragments", "5.6").Sends(Join(First, Ping("?"), Last)).Gets(Opcode.Pong, Utf8("?")).GetsText("first, last").Closes(),
        new Case("ping-between-fragments-one-by-one", "5.7")
            .Sends(First).Sends(Ping("?")).Sends(Last).Gets(Opcode.Pong, Utf8("?")).GetsText("first, last").Closes(),
        new Case("ping-between-fragments-byte-by-byte", "5.8")
            .Sends(Join(First, Ping("?"), Last), piece: 1).Gets(Opcode.Pong, Utf8("?")).GetsText("first, last").Closes(),

        new Case("last-of-no-message", "5.9").Sends(Join(Orphan, Whole)).Fails(1002),
        new Case("last-of-no-message-one-by-one", "5.10").Sends(Orphan).Sends(Whole).Fails(1002),
        new Case("last-of-no-message-byte-by-byte", "5.11").Sends(Join(Orphan, Whole), piece: 1).Fails(1002),
        new Case("next-of-no-message", "5.12").Sends(Join(OrphanGoingOn, Whole)).Fails(1002),
        new Case("next-of-no-message-one-by-one", "5.13").Sends(OrphanGoingOn).Sends(Whole).Fails(1002),
        new Case("next-of-no-message-byte-by-byte", "5.14").Sends(Join(OrphanGoingOn, Whole), piece: 1).Fails(1002),
        new Case("next-after-a-message", "5.15").Sends(Join(First, Last, OrphanGoingOn, Whole)).GetsText("first, last").Fails(1002),
        new Case("next-of-no-message-then-fragments", "5.16").Sends(Join(OrphanGoingOn, First, Last, OrphanGoingOn, First, Last)).Fails(1002),
        new Case("last-of-no-message-then-fragments", "5.17").Sends(Join(Orphan, First, Last, Orphan, First, Last)).Fails(1002),
        new Case("message-inside-of-another", "5.18").Sends(Join(First, Whole)).Fails(1002),

        // A ping is answered while a message is incomplete.
        new Case("pings-between-five-fragments", "5.19")
            .Sends(Join(First, More("second, ", final: false), Ping("1"))).Gets(Opcode.Pong, Utf8("1"))
            .Sends(Join(More("third, ", final: false), More("fourth, ", final: false), Ping("2"), Last)).Gets(Opcode.Pong, Utf8("2"))
            .GetsText("first, second, third, fourth, last").Closes(),
        new Case("pings-between-five-fragments-one-by-one", "5.20")
            .Sends(First).Sends(More("second, ", final: false)).Sends(Ping("1")).Gets(Opcode.Pong, Utf8("1"))
            .Sends(More("third, ", final: false)).Sends(More("fourth, ", final: false)).Sends(Ping("2")).Sends(Last).Gets(Opcode.Pong, Utf8("2"))
            .GetsText("first, second, third, fourth, last").Closes(),
    ];
}
