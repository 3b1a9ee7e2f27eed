using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Status = FactoryFlow.Workflow.V1.Definition.Types.Status;

namespace FactoryFlow.Workflow.Tests.Definitions;

public sealed class DefinitionServiceTests(World world)
{
    private readonly Desk _desk = new(world);

    [Fact]
    public async Task A_definition_is_the_same_from_json_and_from_yaml()
    {
        var yaml = await _desk.Define();
        (yaml.Version, yaml.Status, yaml.ActiveVersion).ShouldBe((1, Status.Draft, 0));
        var json = await _desk.Definitions.CreateDefinition(new() { Name = "another", Definition = yaml.Definition_ }, _desk.Call()).InTime();
        json.Definition_.ShouldBe(yaml.Definition_);
        (await Get(json.Id)).ShouldBe(json);
    }

    [Theory]
    [InlineData("name: by-yaml\n")]
    [InlineData("name: by-yaml\ndefinition:\n")]
    public async Task A_name_may_stand_in_the_yaml(string head)
    {
        var body = head.Contains("definition", StringComparison.Ordinal) ? "  " + Some.Approval.Replace("\n", "\n  ", StringComparison.Ordinal) : Some.Approval;
        (await _desk.Definitions.CreateDefinition(new() { Yaml = head + body }, _desk.Call()).InTime()).Name.ShouldBe("by-yaml");
    }

    [Fact]
    public async Task Every_fault_is_told_with_its_field_and_place()
    {
        var definition = Struct.Parser.ParseJson("""{"states": [{"id": "a", "type": "start"}, {"id": "b", "type": "resting"}], "transitions": [{"from": "a"}]}""");
        var refusal = await Desk.Refused(() => _desk.Definitions.CreateDefinition(new() { Definition = definition }, _desk.Call()));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe(["name", "definition[states][1][type]", "definition[transitions][0]"]);
        refusal.Faults[1].Message.ShouldEndWith("(at /states/1/type)");
        var yaml = await Desk.Refused(() => _desk.Define("states:\n  - { id: a, type: resting }"));
        (yaml.Faults[0].Field, yaml.Faults[0].Message.EndsWith("(at line 2, column 20)", StringComparison.Ordinal)).ShouldBe(("yaml", true), yaml.Message);
    }

    [Fact]
    public async Task What_is_wrong_with_the_whole_names_the_field_alone()
    {
        (await Desk.Refused(() => _desk.Definitions.CreateDefinition(new() { Name = "none" }, _desk.Call()))).Faults.ShouldBe([new FieldFault("definition", "is required")]);
        var empty = await Desk.Refused(() => _desk.Definitions.CreateDefinition(new() { Name = "empty", Definition = new() }, _desk.Call()));
        empty.Faults.Select(f => f.Field).Distinct().ShouldBe(["definition"]);
        (await Preview(new() { DefinitionId = (await _desk.Define()).Id, Definition = new() })).Faults.ShouldAllBe(f => f.Pointer == "" && f.Message.Length > 0);
    }

    [Fact]
    public async Task A_version_that_is_published_takes_the_place_of_the_one_before()
    {
        var first = await _desk.Publish();
        var second = await _desk.Definitions.UpdateDefinition(new() { DefinitionId = first.Id, Yaml = Some.Approval, Etag = first.Etag }, _desk.Call()).InTime();
        (second.Version, second.Status, second.ActiveVersion).ShouldBe((2, Status.Draft, 1));
        (await _desk.Start(first)).Version.ShouldBe(1);
        (await Publish(first.Id)).ActiveVersion.ShouldBe(2);
        (await _desk.Start(first)).Version.ShouldBe(2);
        (await Get(first.Id, 1)).Status.ShouldBe(Status.Archived);
        (await Desk.Refused(() => Publish(first.Id))).Reason.Name.ShouldBe("DEFINITION_NOT_DRAFT");
    }

    [Fact]
    public async Task Whoever_decided_on_an_older_version_is_refused()
    {
        var definition = await _desk.Define();
        await _desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = Some.Approval }, _desk.Call()).InTime();
        (await Desk.Refused(() => _desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = Some.Approval, Etag = definition.Etag }, _desk.Call())))
            .Reason.ShouldBe(CommonReasons.EtagMismatch);
    }

    [Fact]
    public async Task Versions_that_are_added_at_once_are_counted_one_by_one()
    {
        var definition = await _desk.Define();
        var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => _desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = Some.Approval }, _desk.Call()).InTime())));
        versions.Select(v => v.Version).Order().ShouldBe(Enumerable.Range(2, 8));
    }

    [Fact]
    public async Task An_archived_definition_starts_nothing_and_lets_go_on_what_runs()
    {
        var instance = await _desk.Submitted();
        await _desk.Definitions.ArchiveDefinition(new() { DefinitionId = instance.DefinitionId }, _desk.Call()).InTime();
        (await Desk.Refused(() => _desk.Instances.StartInstance(new() { Definition = instance.DefinitionId }, _desk.Call()))).Reason.Name.ShouldBe("DEFINITION_NOT_ACTIVE");
        (await Desk.Refused(() => _desk.Definitions.ArchiveDefinition(new() { DefinitionId = instance.DefinitionId }, _desk.Call()))).Reason.Name.ShouldBe("DEFINITION_NOT_ACTIVE");
        (await _desk.Take(instance, "approve", _desk.Manager())).CurrentState.ShouldBe("approved");
    }

    [Fact]
    public async Task A_name_is_given_once_in_a_tenant()
    {
        await _desk.Define(name: "orders");
        (await Desk.Refused(() => _desk.Define(name: "orders"))).Reason.Name.ShouldBe("DEFINITION_NAME_TAKEN");
        (await new Desk(world).Define(name: "orders")).Name.ShouldBe("orders");
    }

    [Fact]
    public async Task What_is_validated_is_not_kept()
    {
        var definition = await _desk.Define();
        (await Preview(new() { DefinitionId = definition.Id })).IsValid.ShouldBeTrue();
        var verdict = await Preview(new() { DefinitionId = definition.Id, Yaml = "states:\n  - { id: a, type: start }" });
        (verdict.IsValid, verdict.Faults[0].Pointer, verdict.Faults[0].Line, verdict.Faults[0].Column).ShouldBe((false, "/states/0", 2, 5));
        (await Get(definition.Id)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Definitions_are_listed_by_name_and_status_page_by_page()
    {
        foreach (var name in new[] { "c", "a", "b" }) await _desk.Publish(name: name);
        await _desk.Define(name: "d");
        var first = await _desk.Definitions.ListDefinitions(new() { PageSize = 2, Status = Status.Active }, _desk.Call()).InTime();
        first.Definitions.Select(d => d.Name).ShouldBe(["a", "b"]);
        var second = await _desk.Definitions.ListDefinitions(new() { PageSize = 2, Status = Status.Active, PageToken = first.NextPageToken }, _desk.Call()).InTime();
        (second.Definitions.Single().Name, second.NextPageToken).ShouldBe(("c", ""));
    }

    [Fact]
    public async Task Another_tenants_definition_does_not_exist()
    {
        var theirs = (await _desk.Publish(name: "theirs")).Id;
        var other = new Desk(world);
        foreach (var call in new Func<Task>[]
                 {
                     () => other.Definitions.GetDefinition(new() { DefinitionId = theirs }, other.Call()),
                     () => other.Definitions.UpdateDefinition(new() { DefinitionId = theirs, Yaml = Some.Approval }, other.Call()),
                     () => other.Definitions.PublishDefinition(new() { DefinitionId = theirs }, other.Call()),
                     () => other.Definitions.ArchiveDefinition(new() { DefinitionId = theirs }, other.Call()),
                     () => other.Definitions.PreviewDefinition(new() { DefinitionId = theirs }, other.Call()),
                     () => other.Instances.StartInstance(new() { Definition = theirs }, other.Call()),
                     () => other.Instances.StartInstance(new() { Definition = "theirs" }, other.Call()),
                 })
            (await Desk.Refused(call)).Reason.Name.ShouldBe("DEFINITION_NOT_FOUND");
        (await other.Definitions.ListDefinitions(new(), other.Call()).InTime()).Definitions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update definition_versions set document = '{}'")]
    [InlineData("update definition_versions set version = 7")]
    [InlineData("delete from definition_versions")]
    [InlineData("update history set reason = ''")]
    [InlineData("delete from history")]
    [InlineData("delete from instances")]
    [InlineData("update instances set definition_id = gen_random_uuid()")]
    public async Task What_must_not_change_the_application_cannot_change(string sql)
    {
        await _desk.Submitted();
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => world.Database.AsApplication(_desk.Tenant, sql))).SqlState.ShouldBe("42501");
    }

    private Task<Definition> Get(string id, int version = 0) => _desk.Definitions.GetDefinition(new() { DefinitionId = id, Version = version }, _desk.Call()).InTime();

    private Task<Definition> Publish(string id) => _desk.Definitions.PublishDefinition(new() { DefinitionId = id }, _desk.Call()).InTime();

    private Task<PreviewDefinitionResponse> Preview(PreviewDefinitionRequest request) => _desk.Definitions.PreviewDefinition(request, _desk.Call()).InTime();
}
