using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class CategoryTests(World world)
{
    [Fact]
    public async Task A_code_is_unique_until_its_category_is_deleted()
    {
        var desk = await OrderDesk.Open(world);
        var first = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        (await Floor.Outcome(() => desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Again" }, desk.Call()))).ShouldBe("SERVICE_CATEGORY_CODE_TAKEN");
        (await Floor.Outcome(() => desk.Categories.CreateServiceCategory(new() { Code = "dry", Name = "" }, desk.Call()))).ShouldBe("INVALID_INPUT");
        await desk.Categories.DeleteServiceCategory(new() { CategoryId = first.Id }, desk.Call()).InTime();
        await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Again" }, desk.Call()).InTime();
        (await desk.Floor.Audited(first.Id)).ShouldBe(["service_category.created", "service_category.deleted"]);
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_a_category_that_orders_have_stays()
    {
        var desk = await OrderDesk.Open(world);
        var before = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        var after = await desk.Categories.UpdateServiceCategory(new() { CategoryId = before.Id, Name = "Very dry", Etag = before.Etag }, desk.Call()).InTime();
        (await desk.Categories.GetServiceCategory(new() { CategoryId = before.Id }, desk.Call()).InTime()).ShouldBe(after);
        (await Floor.Outcome(() => desk.Categories.UpdateServiceCategory(new() { CategoryId = before.Id, Name = "Wet", Etag = before.Etag }, desk.Call()))).ShouldBe("ETAG_MISMATCH");
        await desk.Order(o => o.CategoryId = before.Id);
        (await Floor.Refused(() => desk.Categories.DeleteServiceCategory(new() { CategoryId = before.Id }, desk.Call()))).Message.ShouldBe("DRY has orders, the newest of which is 1.");
    }
}
