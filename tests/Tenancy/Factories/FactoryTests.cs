using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests.Factories;

public sealed class FactoryTests(World world)
{
    [Fact]
    public async Task A_factory_is_created_read_changed_and_deleted()
    {
        var tenant = await world.NewTenant();
        var factory = await Create(tenant, r => (r.NameEn, r.NameCn) = ("North", "北厂"));
        (factory.FactoryCode, factory.Name, factory.NameEn, factory.NameCn, factory.Etag).ShouldBe(("N", "Northern", "North", "北厂", "1"));
        (await Get(tenant, factory.Id)).ShouldBe(factory);
        var renamed = await Update(tenant, factory.Id, r => r.Name = "Far north");
        (renamed.Name, renamed.NameCn, renamed.Etag).ShouldBe(("Far north", "北厂", "2"));
        (await Update(tenant, factory.Id, r => r.UpdateMask = FieldMask.FromString("name_cn"))).NameCn.ShouldBe("");
        await Delete(tenant, factory.Id);
        (await Refused.Call(Get(tenant, factory.Id))).Reason.ShouldBe("FACTORY_NOT_FOUND");
        (await world.Rows($"select action from audit_entries where entity_id = '{factory.Id}' order by time")).ShouldBe(
            ["factory.created", "factory.updated", "factory.updated", "factory.deleted"]);
        (await world.Rows($"select body::jsonb ->> 'factoryId' from outbox where type = 'FactoryFlow.Events.Tenancy.FactoryDeleted' and tenant_id = '{tenant.Id}'")).ShouldBe([factory.Id]);
    }

    [Fact]
    public async Task Factories_come_by_code_page_by_page()
    {
        var tenant = await world.NewTenant();
        foreach (var code in new[] { "C", "A", "B" }) await Create(tenant, r => r.FactoryCode = code);
        var first = await List(tenant, new() { PageSize = 2 });
        first.Factories.Select(f => f.FactoryCode).ShouldBe(["A", "B"]);
        (await List(tenant, new() { PageSize = 2, PageToken = first.NextPageToken })).Factories.Select(f => f.FactoryCode).ShouldBe(["C"]);
        await world.Configs.UpsertTenantConfigAsync(Some.Config(null, c => c.Pagination = new Pagination { PageSize = 1 }), world.Of(tenant));
        (await List(tenant, new())).Factories.Select(f => f.FactoryCode).ShouldBe(["A"]);
    }

    /// <summary>What is wrong with a factory that is otherwise fine.</summary>
    public static TheoryData<string, Action<CreateFactoryRequest>, string, string> Refusals => new()
    {
        { "no code", r => r.FactoryCode = " ", "INVALID_INPUT", "factory_code" },
        { "a code too long", r => r.FactoryCode = new string('c', 65), "INVALID_INPUT", "factory_code" },
        { "no name", r => r.Name = "", "INVALID_INPUT", "name" },
        { "a name too long", r => r.Name = new string('n', 201), "INVALID_INPUT", "name" },
        { "an English name too long", r => r.NameEn = new string('n', 201), "INVALID_INPUT", "name_en" },
        { "a Chinese name too long", r => r.NameCn = new string('字', 201), "INVALID_INPUT", "name_cn" },
        { "a code that is taken", r => r.FactoryCode = "TAKEN", "FACTORY_CODE_TAKEN", "factory_code" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_factory_is_refused(string what, Action<CreateFactoryRequest> spoil, string reason, string field)
    {
        var tenant = await world.NewTenant();
        await Create(tenant, r => r.FactoryCode = "TAKEN");
        var refused = await Refused.Call(Create(tenant, spoil));
        (refused.Reason, refused.Fields.Single()).ShouldBe((reason, field), what);
    }

    [Fact]
    public async Task Two_tenants_may_use_one_code()
    {
        var (one, other) = (await world.NewTenant(), await world.NewTenant());
        (await Create(one)).Id.ShouldNotBe((await Create(other)).Id);
    }

    [Fact]
    public async Task Of_two_changes_to_one_state_one_is_refused()
    {
        var tenant = await world.NewTenant();
        var factory = await Create(tenant);
        await Update(tenant, factory.Id, r => (r.Name, r.Etag) = ("First", factory.Etag));
        (await Refused.Call(Update(tenant, factory.Id, r => (r.Name, r.Etag) = ("Second", factory.Etag)))).Reason.ShouldBe("ETAG_MISMATCH");
        (await Refused.Call(Delete(tenant, factory.Id, factory.Etag))).Reason.ShouldBe("ETAG_MISMATCH");
    }

    [Fact]
    public async Task Another_tenants_factory_does_not_exist()
    {
        var (one, other) = (await world.NewTenant(), await world.NewTenant());
        var factory = await Create(one);
        (await Refused.Call(Get(other, factory.Id))).Reason.ShouldBe("FACTORY_NOT_FOUND");
        (await Refused.Call(Update(other, factory.Id, r => r.Name = "x"))).Reason.ShouldBe("FACTORY_NOT_FOUND");
        (await Refused.Call(Delete(other, factory.Id))).Reason.ShouldBe("FACTORY_NOT_FOUND");
    }

    [Fact]
    public async Task Who_has_access_to_some_factories_sees_those_and_changes_those_that_they_edit()
    {
        var tenant = await world.NewTenant();
        var factories = new List<Factory>();
        foreach (var code in new[] { "A", "B", "C" }) factories.Add(await Create(tenant, r => r.FactoryCode = code));
        var (seen, edited, hidden) = (factories[0], factories[1], factories[2]);
        var caller = World.Call(world.Identity.Token("STAFF", Guid.Parse(tenant.Id), "factories:read:assigned factories:update:assigned", $"{seen.Id}:VIEWER", $"{edited.Id}:EDITOR"), null);
        (await world.Factories.ListFactoriesAsync(new ListFactoriesRequest(), caller)).Factories.ShouldBe([seen, edited]);
        (await world.Factories.GetFactoryAsync(new GetFactoryRequest { FactoryId = seen.Id }, caller)).ShouldBe(seen);
        (await Refused.Call(world.Factories.GetFactoryAsync(new GetFactoryRequest { FactoryId = hidden.Id }, caller))).Reason.ShouldBe("FACTORY_NOT_FOUND");
        (await world.Factories.UpdateFactoryAsync(new UpdateFactoryRequest { FactoryId = edited.Id, Name = "Changed" }, caller)).Name.ShouldBe("Changed");
        (await Refused.Call(world.Factories.UpdateFactoryAsync(new UpdateFactoryRequest { FactoryId = seen.Id, Name = "Changed" }, caller))).ShouldBeLike("PERMISSION_DENIED PERMISSION_MISSING");
        (await Refused.Call(world.Factories.UpdateFactoryAsync(new UpdateFactoryRequest { FactoryId = hidden.Id, Name = "Changed" }, caller))).Reason.ShouldBe("FACTORY_NOT_FOUND");
        (await Refused.Call(world.Factories.DeleteFactoryAsync(new DeleteFactoryRequest { FactoryId = edited.Id }, caller))).Reason.ShouldBe("PERMISSION_MISSING");
    }

    private AsyncUnaryCall<Factory> Create(Tenant tenant, Action<CreateFactoryRequest>? change = null)
    {
        var request = new CreateFactoryRequest { FactoryCode = "N", Name = "Northern" };
        change?.Invoke(request);
        return world.Factories.CreateFactoryAsync(request, world.Of(tenant));
    }

    private AsyncUnaryCall<Factory> Get(Tenant tenant, string id) => world.Factories.GetFactoryAsync(new GetFactoryRequest { FactoryId = id }, world.Of(tenant));

    private AsyncUnaryCall<ListFactoriesResponse> List(Tenant tenant, ListFactoriesRequest request) => world.Factories.ListFactoriesAsync(request, world.Of(tenant));

    private AsyncUnaryCall<Factory> Update(Tenant tenant, string id, Action<UpdateFactoryRequest> change)
    {
        var request = new UpdateFactoryRequest { FactoryId = id };
        change(request);
        return world.Factories.UpdateFactoryAsync(request, world.Of(tenant));
    }

    private AsyncUnaryCall<Empty> Delete(Tenant tenant, string id, string etag = "") =>
        world.Factories.DeleteFactoryAsync(new DeleteFactoryRequest { FactoryId = id, Etag = etag }, world.Of(tenant));
}
