using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Sessions;
using Microsoft.Extensions.Configuration;

namespace FactoryFlow.Identity.Tests.Keys;

public sealed class KeyRotationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRotation Rotation = new(TimeSpan.FromDays(90), TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData("a only", "a", new[] { -60 }, new int[0], "a", null)]
    [InlineData("b waits", "ab", new[] { -60, 5 }, new int[0], "a", "b")]
    [InlineData("b's time has come", "ab", new[] { -60, 0 }, new int[0], "b", null)]
    [InlineData("b was withdrawn", "ab", new[] { -60, -1 }, new[] { 60, 0 }, "a", null)]
    [InlineData("b was withdrawn before its time", "ab", new[] { -60, 5 }, new[] { 60, 0 }, "a", null)]
    [InlineData("a process that began before a was made", "a", new[] { 1 }, new int[0], "a", "a")]
    [InlineData("a is retired", "a", new[] { -60 }, new[] { 0 }, null, null)]
    public void The_newest_whose_time_has_come_signs(string what, string kids, int[] signs, int[] retires, string? signer, string? waiting)
    {
        var keys = kids.Select((kid, i) => Key($"{kid}", Noon.AddMinutes(signs[i]), i < retires.Length ? Noon.AddMinutes(retires[i]) : null)).ToList();
        KeyRotation.Signer(keys, Noon)?.Kid.ShouldBe(signer, what);
        KeyRotation.Waiting(keys, Noon)?.Kid.ShouldBe(waiting, what);
        (KeyRotation.Signer(keys, Noon) is null, KeyRotation.Waiting(keys, Noon) is null).ShouldBe((signer is null, waiting is null), what);
    }

    [Theory]
    [InlineData(89, false, false)]
    [InlineData(90, false, true)]
    [InlineData(90, true, false)]
    public void Another_is_due_when_the_signer_is_old_and_none_waits(int days, bool waits, bool isDue)
    {
        var keys = new List<KeyRow> { Key("a", Noon.AddDays(-days), null) };
        if (waits) keys.Add(Key("b", Noon.AddMinutes(1), null));
        Rotation.IsDue(keys, Noon).ShouldBe(isDue);
    }

    [Fact]
    public void A_key_stays_until_the_last_token_that_it_may_have_signed_has_expired() =>
        KeyRotation.RetireTime(Noon).ShouldBeGreaterThan(Noon + SessionLifetime.LongestAccess + Platform.Auth.TokenFormat.Skew);

    [Theory]
    [InlineData("many", null)]
    [InlineData(null, "many")]
    [InlineData(null, "-00:00:01")]
    [InlineData("00:10:00", "00:05:00")]
    public void Times_that_leave_no_room_stop_the_start(string? every, string? lead) =>
        Should.Throw<InvalidOperationException>(() => Read(every, lead)).Message.ShouldContain("Identity__KeyRotation__Every");

    [Fact]
    public void Without_a_word_it_is_every_ninety_days() => Read(null, null).ShouldBe(Rotation);

    private static KeyRotation Read(string? every, string? lead) => KeyRotation.From(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Identity:KeyRotation:Every"] = every, ["Identity:KeyRotation:Lead"] = lead }).Build());

    private static KeyRow Key(string kid, DateTimeOffset sign, DateTimeOffset? retire) => new(kid, "", "", [], sign, sign, retire, null);
}
