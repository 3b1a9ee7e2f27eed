using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class VerificationKeyTests
{
    // RFC 7515, appendix A.3: the key, what it signed and the signature.
    private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private const string Signed =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private const string Signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    [Fact]
    public void The_signature_of_RFC_7515_appendix_A_3_is_the_keys() =>
        Rfc().Verifies(Encoding.ASCII.GetBytes(Signed), Base64Url.DecodeFromChars(Signature)).ShouldBeTrue();

    [Fact]
    public void No_bit_of_that_signature_may_differ()
    {
        var (key, signed) = (Rfc(), Encoding.ASCII.GetBytes(Signed));
        for (var bit = 0; bit < 512; bit++)
        {
            var signature = Base64Url.DecodeFromChars(Signature);
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            key.Verifies(signed, signature).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_thumbprint_is_that_of_RFC_7638() =>
        VerificationKey.Thumbprint(X, Y).ShouldBe("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");

    [Theory]
    [InlineData("", X, Y)]
    [InlineData("k", "", Y)]
    [InlineData("k", X, X)]
    [InlineData("k", X, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("k", X + "AA", Y)]
    [InlineData("k", "not base64url", Y)]
    public void Coordinates_that_are_no_point_on_the_curve_make_no_key(string id, string x, string y) => VerificationKey.TryCreate(id, x, y).ShouldBeNull();

    [Fact]
    public void A_key_of_another_curve_makes_no_key()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var point = other.ExportParameters(false).Q;
        VerificationKey.TryCreate("k", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y)).ShouldBeNull();
    }

    private static VerificationKey Rfc() => VerificationKey.TryCreate("rfc", X, Y)!;
}
