using FactoryFlow.Testing;
using FactoryFlow.Workflow.Credentials;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.Credentials;

public sealed class CredentialTests(World world)
{
    private const string Key = "ffk_abcdefgh_AAAAAAAAAAAAAAAAAAAAAA";

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task A_key_is_kept_sealed_and_shown_to_nobody()
    {
        var added = await Add("shop");
        (await List()).ShouldBe([added]);
        var rows = await world.Look("select id || name || encode(sealed_key, 'escape') from credentials where tenant_id = $1 union all select changes::text from audit_entries where tenant_id = $1", _desk.Tenant);
        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(row => !row.Contains("ffk_") && row.Contains("shop"));
    }

    [Fact]
    public async Task A_name_is_taken_once_and_free_when_it_is_deleted()
    {
        var first = await Add("shop");
        (await Desk.Refused(() => Add("shop"))).Reason.Name.ShouldBe("CREDENTIAL_NAME_TAKEN");
        await Delete(_desk, first.Id);
        (await Desk.Refused(() => Delete(_desk, first.Id))).Reason.Name.ShouldBe("CREDENTIAL_NOT_FOUND");
        await Add("shop");
    }

    [Theory]
    [InlineData("", Key, "name")]
    [InlineData("my shop", Key, "name")]
    [InlineData("a.b", Key, "name")]
    [InlineData("shop", "", "api_key")]
    [InlineData("shop", "eyJhbGciOiJFUzI1NiJ9", "api_key")]
    [InlineData("shop", "ffk_a\r\nX-Evil: 1", "api_key")]
    public async Task What_is_no_name_or_no_key_is_refused(string name, string key, string field)
    {
        var refused = await Desk.Refused(() => _desk.Credentials.CreateCredential(new() { Name = name, ApiKey = key }, _desk.Call()));
        refused.Faults.Select(f => f.Field).Distinct().ShouldBe([field]);
    }

    [Fact]
    public async Task A_tenant_has_so_many_and_sees_no_others()
    {
        for (var i = 0; i < 50; i++) await Add($"c{i}");
        var mine = (await List())[0].Id;
        (await Desk.Refused(() => Add("one-more"))).Reason.Name.ShouldBe("CREDENTIALS_TOO_MANY");
        var other = new Desk(world);
        (await other.Credentials.ListCredentials(new(), other.Call()).InTime()).Credentials.ShouldBeEmpty();
        (await Desk.Refused(() => Delete(other, mine))).Reason.Name.ShouldBe("CREDENTIAL_NOT_FOUND");
    }

    [Fact]
    public async Task Whoever_may_add_no_key_publishes_nothing_that_uses_one()
    {
        var definition = await _desk.Define("""
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions: [{ from: a, to: z, activities: [{ type: emitEvent, with: { name: x }, compensation: { type: callApi, with: { credential: shop, path: /api/v1/orders } } }] }]
            """);
        var request = new PublishDefinitionRequest { DefinitionId = definition.Id };
        var refused = await Desk.Refused(() => _desk.Definitions.PublishDefinition(request, _desk.Call(permissions: "workflows:define:all")));
        (refused.Reason.Name, refused.Message).ShouldBe(("PERMISSION_MISSING", "flow-1 calls the API with a credential: publishing it requires the permission workflow-credentials:create:all, which you do not hold."));
        (await _desk.Definitions.PublishDefinition(request, _desk.Call(permissions: "workflow-credentials:create:all")).InTime()).Status.ShouldBe(Definition.Types.Status.Active);
    }

    [Fact]
    public async Task Whoever_may_add_no_webhook_publishes_nothing_that_calls_others_nor_takes_instances_to_it()
    {
        var definition = await _desk.Define("""
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions: [{ from: a, to: z, activities: [{ type: callWebhook, with: { url: "https://shop.example.com" } }] }]
            """);
        var request = new PublishDefinitionRequest { DefinitionId = definition.Id };
        var refused = await Desk.Refused(() => _desk.Definitions.PublishDefinition(request, _desk.Call(permissions: "workflows:*:*")));
        (refused.Reason.Name, refused.Message).ShouldBe(("PERMISSION_MISSING", "flow-1 calls other systems: publishing it requires the permission webhooks:create:all, which you do not hold."));
        (await _desk.Definitions.PublishDefinition(request, _desk.Call(permissions: "webhooks:create:all")).InTime()).Status.ShouldBe(Definition.Types.Status.Active);
        (await Desk.Refused(() => _desk.Migrations.CreateMigration(new() { DefinitionId = definition.Id }, _desk.Call(permissions: "workflows:*:*")))).Reason.Name.ShouldBe("PERMISSION_MISSING");
        (await _desk.Migrations.CreateMigration(new() { DefinitionId = definition.Id }, _desk.Call(permissions: "webhooks:create:all")).InTime()).Instances.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_sealed_with_the_key_of_today_is_left_as_it_is()
    {
        await Add("shop");
        var before = await world.Look("select encode(sealed_key, 'hex') from credentials where tenant_id = $1", _desk.Tenant);
        await new CredentialKeys(world.Db, World.Encryption).StartAsync(Limit.Soon()).InTime();
        (await world.Look("select encode(sealed_key, 'hex') from credentials where tenant_id = $1", _desk.Tenant)).ShouldBe(before);
    }

    private Task<Credential> Add(string name) => _desk.Credentials.CreateCredential(new() { Name = name, ApiKey = Key }, _desk.Call()).InTime();

    private async Task<IReadOnlyList<Credential>> List() => (await _desk.Credentials.ListCredentials(new(), _desk.Call()).InTime()).Credentials;

    private static Task Delete(Desk desk, string id) => desk.Credentials.DeleteCredential(new() { CredentialId = id }, desk.Call()).InTime();
}
