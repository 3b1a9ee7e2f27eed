using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Tests.Webhooks;

public sealed class SignatureTests
{
    [Fact]
    public void A_call_is_signed_as_the_example_of_the_standard_is()
    {
        var secret = WebhookSecret.Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8.ToArray())
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void Whoever_has_the_secret_computes_the_same()
    {
        var (secret, now) = (WebhookSecret.New(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var key = Convert.FromBase64String(secret.Text["whsec_".Length..]);
        var right = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("an-id.1800000000.{\"é\":1}")));
        (secret.Sign("an-id", now, Encoding.UTF8.GetBytes("{\"é\":1}")), key.Length).ShouldBe(("v1," + right, 32));
    }

    [Fact]
    public void A_secret_opens_for_its_webhook_and_no_other_and_is_told_to_no_log()
    {
        var (encryption, secret, id) = (new KeyEncryption(new byte[32]), WebhookSecret.New(), Guid.NewGuid());
        var box = secret.Seal(encryption, id);
        WebhookSecret.Open(encryption, id, box).Text.ShouldBe(secret.Text);
        Should.Throw<InvalidOperationException>(() => WebhookSecret.Open(encryption, Guid.NewGuid(), box));
        $"{secret}".ShouldNotContain(secret.Text);
    }
}
