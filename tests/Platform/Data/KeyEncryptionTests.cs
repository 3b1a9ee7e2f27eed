using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class KeyEncryptionTests
{
    private static readonly byte[] Secret = [1, 2, 3, 4, 5, 6, 7, 8];
    private readonly KeyEncryption _encryption = new(new byte[32]);

    [Fact]
    public void What_was_sealed_opens_again() => _encryption.Open("kid", _encryption.Seal("kid", Secret)).ShouldBe(Secret);

    [Fact]
    public void Sealing_twice_gives_two_boxes() => _encryption.Seal("kid", Secret).ShouldNotBe(_encryption.Seal("kid", Secret));

    [Fact]
    public void Another_key_does_not_open_it() => Refuses(new KeyEncryption([.. Enumerable.Repeat((byte)1, 32)]), "kid", _encryption.Seal("kid", Secret));

    [Fact]
    public void It_does_not_open_under_another_key_id() => Refuses(_encryption, "other", _encryption.Seal("kid", Secret));

    [Fact]
    public void No_byte_of_it_may_differ()
    {
        for (var i = 0; i < 12 + 16 + Secret.Length; i++)
        {
            var box = _encryption.Seal("kid", Secret);
            box[i] ^= 1;
            Refuses(_encryption, "kid", box);
        }
    }

    [Fact]
    public void A_box_cut_short_does_not_open() => Refuses(_encryption, "kid", new byte[27]);

    private static void Refuses(KeyEncryption encryption, string keyId, byte[] box) =>
        Should.Throw<InvalidOperationException>(() => encryption.Open(keyId, box)).Message.ShouldContain("KeyEncryptionKey");
}
