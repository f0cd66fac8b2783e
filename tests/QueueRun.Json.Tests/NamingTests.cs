using System.Text.Json;
using CsCheck;
using QueueRun.Analysis.Json;

namespace QueueRun.Json.Tests;

/// <summary>Names agree with System.Text.Json's policies.</summary>
public class NamingTests
{
    private static readonly JsonNamingPolicy[] s_policies =
        [JsonNamingPolicy.CamelCase, JsonNamingPolicy.SnakeCaseLower, JsonNamingPolicy.SnakeCaseUpper, JsonNamingPolicy.KebabCaseLower, JsonNamingPolicy.KebabCaseUpper];

    [Theory]
    [InlineData("RoomName")]
    [InlineData("roomName")]
    [InlineData("URL")]
    [InlineData("MyURLs")]
    [InlineData("UserID2Name")]
    [InlineData("A1B2c3D")]
    [InlineData("_private_Name__X")]
    [InlineData("X")]
    [InlineData("x")]
    [InlineData("ÄrgerÖl中文Name")]
    [InlineData("Iıİi")]
    public void A_name_is_called_the_same(string name) => AssertSame(name);

    [Fact]
    public void Any_name_is_called_the_same()
        => Gen.Char["abzABZ019__éÉßıİ中Ǆǅⅷ٣"].Array[1, 12].Select(chars => new string(chars)).Sample(AssertSame, iter: 20_000, threads: 1);

    private static void AssertSame(string name)
    {
        Assert.Equal(name, JsonNaming.Unspecified.Of(name));
        foreach (var (policy, naming) in s_policies.Zip([JsonNaming.CamelCase, JsonNaming.SnakeCaseLower, JsonNaming.SnakeCaseUpper, JsonNaming.KebabCaseLower, JsonNaming.KebabCaseUpper]))
            Assert.Equal((naming, policy.ConvertName(name)), (naming, naming.Of(name)));
    }
}
