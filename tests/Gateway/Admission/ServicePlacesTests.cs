using FactoryFlow.Gateway.RateLimits;
using FactoryFlow.Testing;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class ServicePlacesTests
{
    private static readonly Guid s_loud = Guid.NewGuid(), s_quiet = Guid.NewGuid(), s_third = Guid.NewGuid();
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30), Impatient = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task What_comes_beyond_waits_until_one_leaves_and_first_come_is_first_served()
    {
        var places = new ServicePlaces(atOnce: 2, most: 8);
        await Started(places, s_loud, 2);
        var (first, second) = (Enter(places, s_loud), Enter(places, s_loud));
        first.IsCompleted.ShouldBeFalse();
        places.Leave(s_loud);
        (await first).ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
        places.Leave(s_loud);
        (await second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tenant_has_its_share_at_once_however_many_of_anothers_wait()
    {
        var places = new ServicePlaces(atOnce: 8, most: 64);
        await Started(places, s_loud, 8);
        var waiting = Enumerable.Range(0, 20).Select(_ => Enter(places, s_loud)).ToList();
        await Started(places, s_quiet, 4);
        Enter(places, s_quiet).IsCompleted.ShouldBeFalse();
        // The others' share is less now, of which none is taken away before it is given back.
        for (var i = 0; i < 4; i++) places.Leave(s_loud);
        waiting.ShouldAllBe(call => !call.IsCompleted);
        places.Leave(s_loud);
        (await waiting[0]).ShouldBeTrue();
    }

    [Fact]
    public async Task Tenants_take_turns_however_long_their_lines_are()
    {
        const int AtOnce = 6, Few = 30;
        var (places, underWay, started) = (new ServicePlaces(AtOnce, most: 1_000), new Queue<Guid>(), new Dictionary<Guid, int>());
        Guid[] tenants = [s_loud, s_quiet, s_third];
        foreach (var tenant in tenants)
            for (var i = 0; i < (tenant == s_loud ? 500 : Few); i++)
                _ = Started(tenant);
        // Each takes as long as any other: whoever began first is the first to leave.
        while (Count(s_quiet) < Few || Count(s_third) < Few)
        {
            await Limit.Until(() => Task.FromResult(UnderWay()), count => count >= AtOnce);
            Guid oldest;
            lock (started) oldest = underWay.Dequeue();
            places.Leave(oldest);
        }

        Count(s_loud).ShouldBeInRange(Few, Few + (2 * AtOnce));

        async Task Started(Guid tenant)
        {
            (await Enter(places, tenant)).ShouldBeTrue();
            lock (started)
            {
                started[tenant] = started.GetValueOrDefault(tenant) + 1;
                underWay.Enqueue(tenant);
            }
        }

        int UnderWay()
        {
            lock (started) return underWay.Count;
        }

        int Count(Guid tenant)
        {
            lock (started) return started.GetValueOrDefault(tenant);
        }
    }

    [Fact]
    public async Task Where_no_more_may_come_the_longest_line_gives_way_by_its_newest()
    {
        var places = new ServicePlaces(atOnce: 2, most: 5);
        await Started(places, s_loud, 2);
        var waiting = Enumerable.Range(0, 3).Select(_ => Enter(places, s_loud)).ToList();
        (await Enter(places, s_loud)).ShouldBeFalse();
        (await Enter(places, s_quiet)).ShouldBeTrue();
        (await waiting[2]).ShouldBeFalse();
        waiting[1].IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_all_that_may_come_are_under_way_who_comes_is_turned_away()
    {
        var places = new ServicePlaces(atOnce: 2, most: 4);
        await Started(places, s_loud, 2);
        await Started(places, s_quiet, 2);
        (await Enter(places, s_third)).ShouldBeFalse();
        places.Leave(s_quiet);
        (await Enter(places, s_third)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_waited_long_enough_or_gives_up_stands_in_nobodys_way()
    {
        var places = new ServicePlaces(atOnce: 2, most: 4);
        await Started(places, s_loud, 2);
        (await places.Enter(s_loud, Impatient, default)).ShouldBeFalse();
        using var giveUp = new CancellationTokenSource(Impatient);
        await Should.ThrowAsync<OperationCanceledException>(() => places.Enter(s_loud, Patient, giveUp.Token).AsTask());
        var next = Enter(places, s_loud);
        places.Leave(s_loud);
        (await next).ShouldBeTrue();
        for (var i = 0; i < 2; i++) places.Leave(s_loud);
        await Started(places, s_quiet, 2);
    }

    [Fact]
    public async Task Whatever_comes_and_goes_at_once_no_place_is_lost_or_given_twice()
    {
        var (places, tenants) = (new ServicePlaces(atOnce: 4, most: 24), Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray());
        var (inside, most, done, failed) = (0, 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 200; i++)
            {
                // Half are the first tenant's: a flood.
                var tenant = tenants[random.Next(2) * random.Next(tenants.Length)];
                using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 20)));
                try
                {
                    if (!await places.Enter(tenant, TimeSpan.FromMilliseconds(random.Next(1, 20)), giveUp.Token))
                    {
                        Interlocked.Increment(ref failed);
                        continue;
                    }
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref failed);
                    continue;
                }

                var now = Interlocked.Increment(ref inside);
                for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
                if (random.Next(4) == 0) await Task.Delay(1, TestContext.Current.CancellationToken);
                else await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref done);
                places.Leave(tenant);
            }
        })));

        (inside, done + failed).ShouldBe((0, 40 * 200));
        done.ShouldBeGreaterThan(1_000);
        most.ShouldBeLessThanOrEqualTo(24);
        // All as at the beginning: one tenant has all places at once, and no more than those.
        await Started(places, tenants[0], 4);
        Enter(places, tenants[0]).IsCompleted.ShouldBeFalse();
    }

    private static async Task Started(ServicePlaces places, Guid tenant, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var entering = Enter(places, tenant);
            entering.IsCompleted.ShouldBeTrue($"call {i + 1} of {calls} should not have to wait");
            (await entering).ShouldBeTrue();
        }
    }

    private static Task<bool> Enter(ServicePlaces places, Guid tenant) => places.Enter(tenant, Patient, default).AsTask();
}
