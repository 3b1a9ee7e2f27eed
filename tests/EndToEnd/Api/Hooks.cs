using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Webhooks that lead to this process.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Used">One that something arrived at.</param>
/// <param name="Spare">One to be deleted.</param>
/// <param name="Delivery">What arrived.</param>
internal sealed record Hooks(string Url, string Used, string Spare, string Delivery)
{
    // For as long as the tests run: it is called by no test in particular.
    private static readonly Task<WebhookReceiver> s_receiver = WebhookReceiver.Start();

    /// <summary>An address that answers.</summary>
    public static async Task<string> Answering() => (await s_receiver).Url;

    public static async Task<Hooks> Make(Factory factory)
    {
        var url = await Answering();
        var (used, spare) = (await Hook("used"), await Hook("spare"));
        var delivery = (await factory.Admin.Post($"/api/v1/webhooks/{used}:test")).Expect(200).Text("id");
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/webhooks/{used}/deliveries"), seen => seen.Text("deliveries.0.status") == "DELIVERED");
        return new Hooks(url, used, spare, delivery);

        // They listen to what does not happen, so that nothing is written while another test looks.
        async Task<string> Hook(string description) =>
            (await factory.Admin.Post("/api/v1/webhooks", new { url, description, events = new[] { "webhook.disabled" } })).Expect(201).Text("id");
    }
}
