namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a workflow wants people to be told arrives as a mail.</summary>
public sealed class NotificationTests(WholeSystem system)
{
    private const string Yaml = """
        states:
          - { id: written, type: start }
          - { id: approval, type: manual, sla: { duration: PT1S, escalations: [{ notify: { role: supervisor } }] } }
          - { id: ordered, type: end }
        transitions:
          - id: submit
            from: written
            to: approval
            activities: [{ type: sendNotification, with: { to: { role: supervisor }, subject: "Approve {{context.what}}", body: "It costs {{context.sum}}." } }]
          - { id: approve, from: approval, to: ordered }
        """;

    [Fact]
    public async Task Whoever_has_the_role_is_mailed_what_waits_for_them_and_again_when_it_waits_for_too_long()
    {
        var factory = await Factory.Open(system.Running);
        var (one, other) = (await Supervisor(factory, "mei"), await Supervisor(factory, "jan"));
        await Submit(factory, "thread");
        foreach (var address in new[] { one, other })
        {
            var mails = await Mailbox.Of(system.Running).Notices(factory.Slug, address, 2);
            mails.Count.ShouldBe(2);
            mails.ShouldContain(mail => mail.Text.Contains("Subject: Approve thread\r\n") && mail.Text.Contains("\r\n\r\nIt costs 12.5.\r\n"));
            mails.ShouldContain(mail => mail.Text.Contains("Subject: purchase PO-7 has been waiting for too long in approval\r\n"));
        }
    }

    private static async Task<string> Supervisor(Factory factory, string name)
    {
        var email = $"{name}@{factory.Slug}.example";
        (await factory.Admin.Post("/api/v1/users", new { email, name, kind = "STAFF", roles = new[] { "supervisor" } })).Expect(201);
        return email;
    }

    private static async Task Submit(Factory factory, string what)
    {
        var id = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "purchase", yaml = Yaml })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{id}:publish")).Expect(200);
        var instance = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = id, businessKey = "PO-7", context = new { what, sum = 12.5 } })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{instance}/transitions", new { transition = "submit" })).Expect(200);
    }
}
