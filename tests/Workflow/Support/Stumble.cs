namespace FactoryFlow.Workflow.Tests.Support;

/// <summary>Something goes wrong in the database with a kind of a tenant's history, as nobody foresaw, until this is disposed of.</summary>
internal sealed class Stumble : IAsyncDisposable
{
    private readonly World _world;
    private readonly string _name = "stumble_" + Guid.NewGuid().ToString("N");

    private Stumble(World world) => _world = world;

    public static async Task<Stumble> To(World world, Guid tenant, string type)
    {
        var stumble = new Stumble(world);
        await world.Look($"create function {stumble._name}() returns trigger language plpgsql as 'begin raise exception ''Nobody foresaw this.''; end'");
        await world.Look($"create trigger {stumble._name} before insert on history for each row when (new.tenant_id = '{tenant}' and new.type = '{type}') execute function {stumble._name}()");
        return stumble;
    }

    public async ValueTask DisposeAsync() => await _world.Look($"drop function {_name} cascade");
}
