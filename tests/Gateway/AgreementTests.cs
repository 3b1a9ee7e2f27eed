using System.Text;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Transcoding;
using FactoryFlow.Trial.V1;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The checker must be at least as strict as the parser that follows it: the parser can name no field.</summary>
public sealed class AgreementTests
{
    private static readonly MessageShape Shape = MessageShape.Of(Everything.Descriptor, []);
    private static readonly JsonCodec Codec = new([TrialServiceReflection.Descriptor]);

    private static readonly string[] Names =
    [
        "textValue", "intValue", "longValue", "unsignedValue", "unsignedLongValue", "flag", "ratio", "weight", "data", "color", "shelf", "tags", "steps",
        "quantities", "byNumber", "byFlag", "createTime", "patience", "updateMask", "attributes", "anything", "list", "maybeText", "maybeLong", "maybeFlag",
        "goodQuantity", "leftHand", "rightHand", "colors", "text_value", "name", "rowNumber", "below", "true", "38", "-1", "x", "\\u0000", "\\ud800",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e2", "1e-2", "1E400", "2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740991",
        "9007199254740992", "9223372036854775808", "18446744073709551616", "3.4e38", "3.5e38", "\"\"", "\"a\"", "\"1\"", "\"-1\"", "\"-0\"", "\"00\"", "\"-01\"", "\"+1\"",
        "\" 1\"", "\"1 \"", "\"1e3\"", "\"1.0\"", "\".5\"", "\"1.\"", "\"1e\"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"infinity\"", "\"1e400\"", "\"RED\"", "\"red\"",
        "\"COLOR_UNSPECIFIED\"", "\"AQ==\"", "\"AQ\"", "\"A Q = =\"", "\"A\\/8=\"", "\"-_8=\"", "\"2026-01-31T08:30:00Z\"", "\"2026-01-31T08:30:00.123456789Z\"",
        "\"2026-01-31T08:30:00.1234567890Z\"", "\"2026-01-31T24:00:00Z\"", "\"2026-01-31T23:59:60Z\"", "\"2026-01-31t08:30:00z\"", "\"2026-01-31 08:30:00Z\"",
        "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59-00:01\"", "\"9999-12-31T23:59:59.9+00:00\"", "\"2026-01-31T08:30:00-00:00\"", "\"2026-01-31T08:30:00+18:00\"",
        "\"2026-01-31T08:30:00+18:01\"", "\"2026-01-31T08:30:00+05:60\"", "\"0001-01-01T00:00:00+00:01\"", "\"1s\"", "\"-1.5s\"", "\"01s\"", "\"1.s\"", "\"s\"", "\"-s\"",
        "\"315576000000s\"", "\"315576000001s\"", "\"315576000000.1s\"", "\"-0.5s\"", "\"1.1234567890s\"", "\"name\"", "\"name,shelf.rowNumber\"", "\"a_b\"", "\"a,,b\"",
        "\".\"", "\"aB.cD\"", "\"\\u0041\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\u0000\"", "\"é€😀\"", "[]", "{}", "[null]", "{\"a\":null}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_passes_the_checker_passes_the_parser(int seed)
    {
        var random = new Random(seed);
        var passed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var json = Encoding.UTF8.GetBytes(Object(random, 3));
            var faults = new Faults();
            JsonChecker.CheckMessage(json, Shape, faults);
            passed += faults.Any ? 0 : 1;
            Should.NotThrow(() => faults.Any ? null : Codec.Parse(json, Everything.Descriptor, null), Encoding.UTF8.GetString(json));
        }

        passed.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_brings_the_checker_down(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var json = Encoding.UTF8.GetBytes(Object(random, 3));
            json[random.Next(json.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => JsonChecker.CheckMessage(json, Shape, new Faults()), Encoding.Latin1.GetString(json));
        }
    }

    [Fact]
    public void Each_value_in_each_field_is_judged_alike()
    {
        foreach (var json in Names.SelectMany(name => Scalars.Select(value => Encoding.UTF8.GetBytes($$"""{"{{name}}":{{value}}}"""))))
        {
            var faults = new Faults();
            JsonChecker.CheckMessage(json, Shape, faults);
            Should.NotThrow(() => faults.Any ? null : Codec.Parse(json, Everything.Descriptor, null), Encoding.UTF8.GetString(json));
        }
    }

    private static string Object(Random random, int depth) =>
        "{" + string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => $"\"{Pick(random, Names)}\":{Value(random, depth)}")) + "}";

    private static string Value(Random random, int depth) => random.Next(depth > 0 ? 5 : 3) switch
    {
        3 => Object(random, depth - 1),
        4 => "[" + string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1))) + "]",
        _ => Pick(random, Scalars),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
