using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Definitions;

/// <summary>The worked examples of docs/workflow.md, each valid and played to its ends.</summary>
public sealed class SampleTests
{
    // Who (the role), what (a transition, a signal after "!", or "~" for time that passes), and what becomes known; then where it must stand.
    [Theory]
    [InlineData("maintenance-request", """{"machine": "Press 4"}""", "worker submit {} | supervisor approve {}", "assignment")]
    [InlineData("maintenance-request", """{"machine": "Press 4", "urgent": true}""", "worker submit {}", "assignment")]
    [InlineData("maintenance-request", """{"machine": "Press 4"}""", "worker submit {} | supervisor refuse {}", "refused")]
    [InlineData("maintenance-request", """{"machine": "Press 4", "urgent": true}""",
        """worker submit {} | supervisor assign {"assignedTo": "workshop"} | vendor repaired {"outcome": "belt"} | worker stillBroken {} | vendor repaired {} | worker verify {}""", "closed")]
    [InlineData("purchase-approval", """{"amount": 250, "currency": "EUR", "supplier": "Thread Ltd"}""", "worker submit {}", "ordered")]
    [InlineData("purchase-approval", """{"amount": 250.01, "currency": "EUR", "supplier": "Thread Ltd"}""", "worker submit {} | supervisor approve {}", "ordered")]
    [InlineData("purchase-approval", """{"amount": 5000, "currency": "EUR", "supplier": "Thread Ltd"}""", """worker submit {} | admin refuse {"refusal": "Too dear."}""", "refused")]
    [InlineData("purchase-approval", """{"amount": 5000.01, "currency": "EUR", "supplier": "Thread Ltd"}""", "worker submit {} | finance financeDecides {} | admin managementDecides {}", "ordered")]
    [InlineData("purchase-approval", """{"amount": 9000, "currency": "EUR", "supplier": "Thread Ltd"}""", """worker submit {} | admin managementDecides {"refusal": "No."} | finance financeDecides {}""", "refused")]
    [InlineData("garment-order", """{"style": "S-1", "pieces": 40}""",
        """supervisor release {} | worker cutDone {} | worker !trims-arrived {} | worker sewn {} | worker finished {} | supervisor inspect {"defects": 0}""", "shipped")]
    [InlineData("garment-order", """{"style": "S-1", "pieces": 40}""",
        """supervisor release {} | worker !trims-arrived {} | worker cutDone {} | worker sewn {} | worker finished {} | supervisor inspect {"defects": 2} | worker reworked {"reworks": 1} | admin inspect {"defects": 0}""", "shipped")]
    [InlineData("garment-order", """{"style": "S-1", "pieces": 40, "reworks": 3}""",
        """supervisor release {} | worker !trims-arrived {} | worker cutDone {} | worker sewn {} | worker finished {} | supervisor inspect {"defects": 2}""", "rejected")]
    [InlineData("vendor-onboarding", """{"vendor": "Thread Ltd"}""",
        """worker apply {} | supervisor accept {} | worker havePapers {"papers": ["licence"]} | worker !bank-details {"bankAccount": "DE1"}""", "trial")]
    [InlineData("vendor-onboarding", """{"vendor": "Thread Ltd"}""",
        """worker apply {} | supervisor accept {} | worker !bank-details {"bankAccount": "DE1"} | worker havePapers {"papers": []} | clock ~ {} | admin evaluate {"score": 3}""", "active")]
    [InlineData("vendor-onboarding", """{"vendor": "Thread Ltd"}""", """worker apply {} | admin refuse {"refusal": "Too far away."}""", "refused")]
    [InlineData("order-flow", """{"order": "O-1"}""", "worker accept {}", "gathering")]
    [InlineData("order-flow", """{"order": "O-1"}""",
        """worker accept {} | clock ~ {} | worker prepared {} | worker process {} | admin send {} | worker deliver {"receivedBy": "the shop"}""", "delivered")]
    [InlineData("order-flow", """{"order": "O-1", "express": true, "needsAssembly": true, "needsInspection": true}""",
        """worker accept {} | worker prepared {} | worker process {} | worker assemble {} | admin inspect {"defects": 1} | worker process {} | worker assemble {} | admin inspect {"defects": 0}""", "ready")]
    [InlineData("order-flow", """{"order": "O-1", "express": true}""", "worker accept {} | supervisor callOff {}", "calledOff")]
    [InlineData("quality-alert", """{"job": "J-7", "rejected": 12}""", """supervisor explained {"cause": "blunt needles"}""", "closed")]
    [InlineData("quality-alert", """{"job": "J-7", "rejected": 50}""", """admin handOver {} | supervisor explained {"cause": "wrong dye"}""", "closed")]
    public void A_sample_is_played_to_where_it_leads(string sample, string context, string steps, string state)
    {
        var definition = Some.Definition(File.ReadAllText(Sample(sample)));
        var instance = steps.Split(" | ").Select(s => s.Split(' ', 3)).Aggregate(Some.Started(definition, context, Some.Person()), (i, step) => Decide(definition, i, step));
        Some.Where(instance).ShouldBe(state);
    }

    [Fact]
    public void Each_sample_stands_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "workflow.md"));
        foreach (var sample in Directory.GetFiles(Path.GetDirectoryName(Sample("x"))!)) page.ShouldContain(Path.GetFileName(sample));
    }

    private static Instance Decide(Definition definition, Instance instance, string[] step)
    {
        var (role, name, values) = (step[0], step[1], step[2]);
        // Only the worker who started it is its owner.
        var person = Some.Person(role, role == "worker" ? Guid.AllBitsSet : Guid.NewGuid());
        Command command = name[0] switch
        {
            '!' => new Signal(name[1..], Some.Values(values)),
            '~' => instance.Tokens.Where(t => definition.State(t.State).Type == StateType.WaitForTimer).Select(t => new FireTimer(t.Id, t.Visit)).Single(),
            _ => Some.Take(name, context: values),
        };
        return WorkflowEngine.Decide(definition, instance, command, Some.By(person)).After;
    }

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "samples", "workflows", name + ".yaml");
}
