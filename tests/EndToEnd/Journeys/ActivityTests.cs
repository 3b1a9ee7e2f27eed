using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a workflow has done by another system, until an operator has seen to it.</summary>
public sealed class ActivityTests(WholeSystem system)
{
    [Fact]
    public async Task What_is_in_vain_waits_for_an_operator_and_completes_when_it_is_tried_again()
    {
        var isUp = false;
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, Volatile.Read(ref isUp) ? 204 : 503));
        var factory = await Factory.Open(system.Running);
        var path = $"/api/v1/workflows/instances/{await Doings.Take(factory, await Doings.Publish(factory, receiver.Url, "suspend"), "PO-7")}";
        var seen = await Eventually.Sees(() => factory.Admin.Get($"{path}/activities"), reply => reply.Text("activities.1.isSuspended") == "true");
        (seen.Text("activities.1.error"), (await factory.Admin.Get(path)).Text("status")).ShouldBe(("The answer was 503.", "RUNNING"));
        Volatile.Write(ref isUp, true);
        (await factory.Admin.Post($"{path}/activities/2:retry")).Expect(200).Text("isSuspended").ShouldBe("false");
        await Eventually.Sees(() => factory.Admin.Get(path), reply => reply.Text("status") == "COMPLETED");
        (await factory.Admin.Get($"{path}/activities")).Items("activities").Select(a => a.GetProperty("status").GetString()).ShouldBe(["SUCCEEDED", "SUCCEEDED"]);
        var calls = await receiver.Arrived(2);
        calls.ShouldAllBe(call => call.Json["order"]!.ToString() == "PO-7");
        calls.Select(call => call.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
    }
}
