using System.Security.Cryptography;
using FactoryFlow.Identity.Personal;

namespace FactoryFlow.Identity.Tests.Personal;

public sealed class PersonalDataTests
{
    private static readonly byte[] One = RandomNumberGenerator.GetBytes(32), Two = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void What_is_sealed_opens_in_its_place_and_nowhere_else()
    {
        var personal = With(One);
        var box = personal.Seal("user 1", "Mæ 工");
        personal.Open("user 1", box).ShouldBe("Mæ 工");
        Should.Throw<InvalidOperationException>(() => personal.Open("user 2", box));
        Should.Throw<InvalidOperationException>(() => With(Two).Open("user 1", box));
        Should.Throw<InvalidOperationException>(() => personal.Open("user 1", []));
    }

    [Fact]
    public void No_two_boxes_are_alike_and_none_shows_how_it_was_made() =>
        With(One).Seal("user 1", "a@b.example").ShouldNotBe(With(One).Seal("user 1", "a@b.example"));

    [Fact]
    public void The_newest_key_seals_and_every_one_opens()
    {
        var (before, after) = (With(One), With(One, Two));
        var (old, young) = (before.Seal("user 1", "old"), after.Seal("user 1", "young"));
        (old[0], young[0]).ShouldBe(((byte)1, (byte)2));
        (after.Open("user 1", old), after.Open("user 1", young)).ShouldBe(("old", "young"));
        Should.Throw<InvalidOperationException>(() => before.Open("user 1", young)).Message.ShouldContain("data key");
    }

    [Fact]
    public void A_fingerprint_outlives_the_keys_that_follow_and_needs_the_first()
    {
        var fingerprint = With(One).Fingerprint("a@b.example");
        fingerprint.Length.ShouldBe(32);
        With(One, Two).Fingerprint("a@b.example").ShouldBe(fingerprint);
        With(One).Fingerprint("b@b.example").ShouldNotBe(fingerprint);
        With(Two).Fingerprint("a@b.example").ShouldNotBe(fingerprint);
        fingerprint.ShouldNotBe(SHA256.HashData("a@b.example"u8));
    }

    [Fact]
    public void An_entry_that_is_kept_tells_two_addresses_apart_and_not_whose_they_are()
    {
        var personal = With(One);
        var masked = Masked.Text(personal, "olga@shoes.example");
        masked.ShouldStartWith("o***@shoes.example ");
        Masked.Text(personal, "oleg@shoes.example").ShouldNotBe(masked);
        Masked.Text(personal, "olga@shoes.example").ShouldBe(masked);
        (Masked.Text(personal, "𝒪lga")[..2], Masked.Text(personal, "")).ShouldBe(("𝒪", ""));
    }

    private static PersonalData With(params byte[][] keys)
    {
        var personal = new PersonalData();
        personal.Know(keys);
        return personal;
    }
}
