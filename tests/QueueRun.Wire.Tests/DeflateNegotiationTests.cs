using Microsoft.Extensions.Primitives;

namespace QueueRun.Wire.Tests;

/// <summary>Which offers of permessage-deflate are accepted, and with which answers (RFC 7692, 5 and 7.1).</summary>
public class DeflateNegotiationTests
{
    private const string Terms = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate;server_no_context_takeover;client_no_context_takeover")]
    [InlineData(" permessage-deflate ;\tclient_no_context_takeover\t")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; client_max_window_bits")]
    [InlineData("x; y=\"a,b;permessage-deflate; server_max_window_bits=9\", permessage-deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=10; client_max_window_bits, permessage-deflate")]
    [InlineData("permessage-deflate; unknown, permessage-deflate")]
    [InlineData(",, permessage-deflate")]
    public void An_offer_is_accepted(string offers) => Assert.Equal(Terms, PerMessageDeflate.Accept(offers));

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=15", "server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits", "server_max_window_bits=15")]
    [InlineData("permessage-deflate; client_max_window_bits=8", "client_max_window_bits=8")]
    [InlineData("permessage-deflate; client_max_window_bits=15", "client_max_window_bits=15")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10\"", "client_max_window_bits=10")]
    [InlineData("permessage-deflate; client_max_window_bits = 10; server_max_window_bits = 15", "server_max_window_bits=15; client_max_window_bits=10")]
    public void A_window_that_is_named_is_answered(string offers, string answer) => Assert.Equal($"{Terms}; {answer}", PerMessageDeflate.Accept(offers));

    [Theory]
    [InlineData("")]
    [InlineData("permessage-bzip2")]
    [InlineData("permessage-deflatex")]
    [InlineData("\"permessage-deflate\"")]
    [InlineData("permessage-deflate; server_max_window_bits=14")] // ours is larger
    [InlineData("permessage-deflate; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=015")]
    [InlineData("permessage-deflate; server_max_window_bits=")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=09")]
    [InlineData("permessage-deflate; client_max_window_bits=+9")]
    [InlineData("permessage-deflate; client_max_window_bits=\"9")]
    [InlineData("permessage-deflate; client_max_window_bits=; server_no_context_takeover")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; client_no_context_takeover=\"\"")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=10")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; ; client_max_window_bits")]
    [InlineData("permessage-deflate client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10, permessage-deflate")]
    public void An_offer_is_declined(string offers) => Assert.Null(PerMessageDeflate.Accept(offers));

    [Fact]
    public void Offers_may_stand_in_several_lines()
        => Assert.Equal(Terms, PerMessageDeflate.Accept(new StringValues(["permessage-deflate; server_max_window_bits=9", "permessage-deflate"])));
}
