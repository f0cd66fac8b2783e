using System.Text;
using QueueRun.Messaging;

namespace QueueRun.Runtime.Tests;

public class JsonTextTests
{
    [Theory]
    [InlineData("1e39", true)]
    [InlineData("-1E+39", true)]
    [InlineData("1e-39", false)]
    [InlineData("12.5", false)]
    [InlineData("\"NaN\"", true)]
    [InlineData("\"-Infinity\"", true)]
    [InlineData("\"N\\u0061N\"", true)]
    [InlineData("\"Nancy\"", false)]
    [InlineData("\"7e39\"", false)] // JSON in quotes is no infinity
    [InlineData("\"a17e39\"", false)]
    [InlineData("123456789012345678901234567890123456789", true)]
    [InlineData("12345678901234567890123456789012345678", false)]
    public void It_is_seen_wherever_a_number_stands_that_may_be_too_large(string value, bool expected)
    {
        for (var before = 0; before < 100; before++)
        {
            foreach (var after in new[] { 0, 1, 15, 16, 17, 40 })
            {
                var json = $"{{\"{new string('x', before)}\": {value},\"{new string('y', after)}\":0}}";
                Assert.True(expected == JsonText.MayOverflow(Encoding.UTF8.GetBytes(json)), json);
            }
        }

        Assert.Equal(expected, JsonText.MayOverflow(Encoding.UTF8.GetBytes(value)));
    }

    [Theory]
    [InlineData("\"plain\"", true)]
    [InlineData("\"\\ud83d\\udc4b\"", true)]
    [InlineData("\"\\\\ud83d\"", true)] // a backslash and letters
    [InlineData("\"\\uD83D\"", false)]
    [InlineData("\"\\ud83dx\\udc4b\"", false)]
    [InlineData("\"\\udc4b\\ud83d\"", false)]
    [InlineData("\"\\ud83d\\ud83d\\udc4b\"", false)]
    [InlineData("\"\\n\\u0041\\/\"", true)]
    [InlineData("\\", true)] // of what is no JSON nothing is said
    [InlineData("\\u12", true)]
    public void Half_of_a_character_is_seen(string json, bool expected) => Assert.Equal(expected, JsonText.IsUnicode(Encoding.UTF8.GetBytes(json)));
}
