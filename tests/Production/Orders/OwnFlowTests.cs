using FactoryFlow.Events.Production;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class OwnFlowTests(World world)
{
    [Fact]
    public async Task A_tenants_own_flow_holds_from_its_writing_while_advanced_workflow_is_on()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow");
        var written = await desk.Write("NEW", ["NEW DONE"]);
        (written.Version, written.Source, written.IsActive).ShouldBe((1, OrderFlowConfig.Types.Source.Tenant, true));
        var order = await desk.Order();
        (order.Status, order.FlowId).ShouldBe(("NEW", written.Id));
        (await desk.Take(order, "DONE")).Status.ShouldBe("DONE");
        (await desk.History(order)).ShouldAllBe(entry => entry.FlowId == written.Id);
        await desk.Switch();
        (await desk.Order()).Status.ShouldBe("DRAFT");
        var effective = await desk.Flows.GetEffectiveOrderFlow(new(), desk.Call()).InTime();
        (effective.IsOwnIgnored, effective.Config.Source).ShouldBe((true, OrderFlowConfig.Types.Source.Default));
    }

    [Fact]
    public async Task A_category_goes_its_own_way()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow", "qa");
        var category = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        await desk.Write("NEW", ["NEW DONE"]);
        await desk.Write("WET", ["WET DRY"], flow => flow.Features["qa"] = false, category.Id);
        (await desk.Order(o => o.CategoryId = category.Id)).Status.ShouldBe("WET");
        (await desk.Order()).Status.ShouldBe("NEW");
        var effective = await desk.Flows.GetEffectiveOrderFlow(new() { CategoryId = category.Id }, desk.Call()).InTime();
        (effective.Config.CategoryId, string.Join(' ', effective.Features)).ShouldBe((category.Id, "advanced_workflow"));
        var off = await desk.Flows.UpdateOrderFlowConfig(new() { CategoryId = category.Id, IsActive = false }, desk.Call()).InTime();
        (off.Version, off.Flow.InitialStatus).ShouldBe((2, "WET"));
        (await desk.Order(o => o.CategoryId = category.Id)).Status.ShouldBe("NEW");
        var all = await desk.Flows.ListOrderFlowConfigs(new(), desk.Call()).InTime();
        all.Configs.Select(c => (c.CategoryId, c.Version)).ShouldBe([("", 1), (category.Id, 2)]);
    }

    [Fact]
    public async Task Flows_are_listed_in_pages_with_all_orders_first_and_without_those_of_deleted_categories()
    {
        var desk = await OrderDesk.Open(world);
        var (kept, gone) = (await Category("DRY"), await Category("WET"));
        foreach (var category in new[] { kept, gone, "" }) await desk.Write("NEW", ["NEW DONE"], categoryId: category);
        await desk.Categories.DeleteServiceCategory(new() { CategoryId = gone }, desk.Call()).InTime();
        var first = await desk.Flows.ListOrderFlowConfigs(new() { PageSize = 1 }, desk.Call()).InTime();
        var second = await desk.Flows.ListOrderFlowConfigs(new() { PageSize = 1, PageToken = first.NextPageToken }, desk.Call()).InTime();
        (first.Configs.Single().CategoryId, second.Configs.Single().CategoryId, second.NextPageToken).ShouldBe(("", kept, ""));

        async Task<string> Category(string code) => (await desk.Categories.CreateServiceCategory(new() { Code = code, Name = code }, desk.Call()).InTime()).Id;
    }

    [Fact]
    public async Task Statuses_of_a_category_whose_own_flow_is_switched_off_are_orphaned_by_that_of_all_orders()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow");
        var category = await desk.Categories.CreateServiceCategory(new() { Code = "DRY", Name = "Dry" }, desk.Call()).InTime();
        await desk.Write("WET", ["WET DRY"], categoryId: category.Id);
        await desk.Order(o => o.CategoryId = category.Id);
        (await desk.Write("NEW", ["NEW DONE"])).OrphanedStatuses.ShouldBeEmpty();
        await desk.Flows.UpdateOrderFlowConfig(new() { CategoryId = category.Id, IsActive = false }, desk.Call()).InTime();
        (await desk.Write("NEW", ["NEW DONE"])).OrphanedStatuses.ShouldBe(["WET"]);
    }

    [Fact]
    public async Task An_order_under_way_is_not_stranded_by_a_new_version()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow");
        var first = await desk.Write("NEW", ["NEW WASHED", "WASHED DONE"]);
        var order = await desk.Take(await desk.Order(), "WASHED");
        var second = await desk.Write("NEW", ["NEW IRONED", "IRONED DONE"]);
        (second.Version, string.Join(' ', second.OrphanedStatuses)).ShouldBe((2, "WASHED"));
        (await desk.Ways(order)).Allowed.Select(w => w.ToStatus).ShouldBe(["DONE"]);
        (await desk.Take(order, "DONE")).FlowId.ShouldBe(first.Id);
        (await desk.Take(await desk.Order(), "IRONED")).FlowId.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Of_two_who_write_at_once_the_one_who_decided_on_the_older_state_is_refused()
    {
        var desk = await OrderDesk.Open(world);
        var first = await desk.Write("NEW", ["NEW DONE"]);
        var outcomes = await Floor.AtOnce(6, () => desk.Flows.UpdateOrderFlowConfig(new() { Flow = first.Flow, Etag = first.Etag }, desk.Call()));
        outcomes.Count(outcome => outcome is null).ShouldBe(1);
        outcomes.Where(outcome => outcome is not null).ShouldAllBe(outcome => outcome == "ETAG_MISMATCH");
        (await Floor.AtOnce(6, () => desk.Write("NEW", ["NEW DONE"]))).ShouldAllBe(outcome => outcome == null);
        (await desk.Flows.ListOrderFlowConfigs(new(), desk.Call()).InTime()).Configs.Single().Version.ShouldBe(8);
    }

    [Fact]
    public async Task A_way_is_for_those_whom_the_flow_names()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow");
        await desk.Write("NEW", ["NEW DONE"], flow =>
        {
            flow.Transitions[0].Roles.Add("inspector");
            flow.Transitions[0].Permissions.Add("orders:ship:all");
        });
        var order = await desk.Order();
        var refused = await Floor.Refused(() => desk.Orders.TransitionOrder(OrderDesk.To(order, "DONE"), desk.CallAs("worker")));
        (refused.Reason.Name, refused.Faults.Count).ShouldBe(("ORDER_TRANSITION_FORBIDDEN", 2));
        (await desk.Ways(order, desk.CallAs("inspector"))).Refused.Single().Reasons.Single().Subject.ShouldBe("orders:ship:all");
        await desk.Write("NEW", ["NEW DONE"], flow => flow.Transitions[0].Roles.Add("inspector"));
        (await desk.Orders.TransitionOrder(OrderDesk.To(order, "DONE"), desk.CallAs("inspector")).InTime()).Status.ShouldBe("DONE");
    }

    [Fact]
    public async Task Whom_a_flow_wants_told_is_told_on_the_channels_that_are_on()
    {
        var desk = await OrderDesk.Open(world, "advanced_workflow", "notify_sms", "notify_email");
        NotificationIntent[] intents =
        [
            new() { Channel = NotificationIntent.Types.Channel.Whatsapp, Recipient = "CUSTOMER", Template = "order.done" },
            new() { Channel = NotificationIntent.Types.Channel.Sms, Recipient = "CUSTOMER", Template = "order.done" },
        ];
        await desk.Write("NEW", ["NEW DONE"], flow => flow.Transitions[0].Notifications.AddRange(intents));
        var order = await desk.Take(await desk.Order(), "DONE");
        (await desk.History(order))[^1].Notifications.ShouldBe([intents[1]]);
        (await desk.Floor.Facts<OrderTransitioned>()).Single().Notifications.ShouldBe([new OrderNotification("SMS", "CUSTOMER", "order.done")]);
    }

    [Fact]
    public async Task A_tenant_that_is_heard_of_gets_its_categories_and_their_flows_once()
    {
        var desk = await OrderDesk.Open(world);
        for (var i = 0; i < 2; i++) await desk.Floor.Hear<TenantChanged, SeedOnTenantChanged>(Changed(desk.Floor.Tenant));
        var categories = (await desk.Categories.ListServiceCategories(new(), desk.Call()).InTime()).Categories;
        categories.Select(c => c.Code).ShouldBe(["EXPRESS", "REGULAR"]);
        var configs = (await desk.Flows.ListOrderFlowConfigs(new(), desk.Call()).InTime()).Configs;
        configs.Select(c => (c.Version, c.Source)).ShouldBe([(0, OrderFlowConfig.Types.Source.Category), (0, OrderFlowConfig.Types.Source.Category)]);
        (await desk.Order(o => o.CategoryId = categories[1].Id)).FlowId.ShouldBe(configs.Single(c => c.CategoryId == categories[1].Id).Id);
        await desk.Categories.DeleteServiceCategory(new() { CategoryId = categories[0].Id }, desk.Call()).InTime();
        await desk.Floor.Hear<TenantChanged, SeedOnTenantChanged>(Changed(desk.Floor.Tenant));
        (await desk.Categories.ListServiceCategories(new(), desk.Call()).InTime()).Categories.Single().Code.ShouldBe("REGULAR");
    }

    [Fact]
    public async Task Tenants_that_were_there_before_get_theirs_at_the_start()
    {
        var desk = await OrderDesk.Open(world);
        // A start for each of two processes.
        await Task.WhenAll(new SeedAtStart(world.Db).StartAsync(Limit.Soon()), new SeedAtStart(world.Db).StartAsync(Limit.Soon())).InTime();
        (await desk.Categories.ListServiceCategories(new(), desk.Call()).InTime()).Categories.Count.ShouldBe(2);
        (await desk.Flows.ListOrderFlowConfigs(new(), desk.Call()).InTime()).Configs.Count.ShouldBe(2);
    }

    private static TenantChanged Changed(Guid tenant) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = Jobs.Some.Now, Version = 1, Slug = "north", Name = "North", Status = "ACTIVE", Plan = "pro", Currency = "EUR",
        Limits = new TenantLimits { MaxJobSteps = -1, MaxArticleAttributes = -1, MaxUsers = -1, MaxWorkers = -1 },
        RateLimits = new TenantRateLimits { RequestsPerMinute = -1, RequestsPerMinutePerUser = -1 }, FeatureFlags = new Dictionary<string, bool>(), CorsOrigins = [],
    };
}
