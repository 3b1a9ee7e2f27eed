using FactoryFlow.Gateway.RateLimits;
using FactoryFlow.Testing;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class ServicePlacesTests
{
    private static readonly Whose s_loud = Whose.OfTenant(Guid.NewGuid()), s_quiet = Whose.OfTenant(Guid.NewGuid()), s_third = Whose.OfTenant(Guid.NewGuid());
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(30), Never = TimeSpan.FromHours(1), Impatient = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task What_comes_beyond_waits_until_one_leaves_and_first_come_is_first_served()
    {
        var places = new ServicePlaces(atOnce: 2, most: 8, Never);
        var held = Started(places, s_loud, 2);
        var (first, second) = (Enter(places, s_loud), Enter(places, s_loud));
        first.IsCompleted.ShouldBeFalse();
        held[0].Dispose();
        (await first).ShouldNotBeNull();
        second.IsCompleted.ShouldBeFalse();
        held[1].Dispose();
        (await second).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_has_less_than_the_own_share_starts_at_once_however_many_of_anothers_wait()
    {
        var places = new ServicePlaces(atOnce: 8, most: 64, Never);
        var held = Started(places, s_loud, 8);
        var waiting = Enumerable.Range(0, 20).Select(_ => Enter(places, s_loud)).ToList();
        Started(places, s_quiet, 4);
        Enter(places, s_quiet).IsCompleted.ShouldBeFalse();
        // The others' share is less now, of which none is taken away before it is given back.
        for (var i = 0; i < 4; i++) held[i].Dispose();
        waiting.ShouldAllBe(call => !call.IsCompleted);
        held[4].Dispose();
        (await waiting[0]).ShouldNotBeNull();
    }

    [Fact]
    public void However_many_there_are_no_more_than_twice_of_what_is_given_at_once_start()
    {
        var places = new ServicePlaces(atOnce: 4, most: 64, Never);
        for (var i = 0; i < 4; i++) Started(places, Whose.OfTenant(Guid.NewGuid()), 2);
        Enter(places, s_quiet).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Lines_take_turns_however_long_they_are()
    {
        const int AtOnce = 6, Few = 30;
        var (places, underWay, started) = (new ServicePlaces(AtOnce, most: 2_000, Never), new Queue<IDisposable>(), new Dictionary<Whose, int>());
        Whose[] tenants = [s_loud, s_quiet, s_third];
        foreach (var tenant in tenants)
            for (var i = 0; i < (tenant == s_loud ? 500 : Few); i++)
                _ = Begin(tenant);
        // Each takes as long as any other: whoever began first is the first to leave.
        while (Count(s_quiet) < Few || Count(s_third) < Few)
        {
            await Limit.Until(() => Task.FromResult(UnderWay()), count => count >= AtOnce);
            IDisposable oldest;
            lock (started) oldest = underWay.Dequeue();
            oldest.Dispose();
        }

        Count(s_loud).ShouldBeInRange(Few, Few + (2 * AtOnce));

        async Task Begin(Whose tenant)
        {
            var place = (await Enter(places, tenant)).ShouldNotBeNull();
            lock (started)
            {
                started[tenant] = started.GetValueOrDefault(tenant) + 1;
                underWay.Enqueue(place);
            }
        }

        int UnderWay()
        {
            lock (started) return underWay.Count;
        }

        int Count(Whose tenant)
        {
            lock (started) return started.GetValueOrDefault(tenant);
        }
    }

    [Fact]
    public async Task Where_no_more_may_come_the_longest_line_gives_way_by_its_newest()
    {
        var places = new ServicePlaces(atOnce: 2, most: 10, Never);
        Started(places, s_loud, 2);
        var waiting = Enumerable.Range(0, 3).Select(_ => Enter(places, s_loud)).ToList();
        // Half of them may be one's.
        (await Enter(places, s_loud)).ShouldBeNull();
        Started(places, s_quiet, 2);
        var others = Enumerable.Range(0, 3).Select(_ => Enter(places, s_quiet)).ToList();
        // Of lines that are alike, the one whose turn is last gives way; the one that is next to be served does not.
        var third = Enter(places, s_third);
        (await others[2]).ShouldBeNull();
        waiting.Concat(others[..2]).ShouldAllBe(call => !call.IsCompleted);
        // And nobody gives way to somebody who would only wait as long.
        Enter(places, s_third).IsCompleted.ShouldBeFalse();
        (await waiting[2]).ShouldBeNull();
        (await Enter(places, s_third)).ShouldBeNull();
        third.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_all_that_may_come_are_under_way_who_comes_is_turned_away()
    {
        var places = new ServicePlaces(atOnce: 2, most: 4, Never);
        Started(places, s_loud, 2);
        var held = Started(places, s_quiet, 2);
        (await Enter(places, s_third)).ShouldBeNull();
        held[0].Dispose();
        (await Enter(places, s_third)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_takes_long_stands_in_nobodys_way()
    {
        var places = new ServicePlaces(atOnce: 2, most: 64, TimeSpan.FromSeconds(1));
        var slow = Started(places, s_loud, 2);
        var next = Enter(places, s_loud);
        next.IsCompleted.ShouldBeFalse();
        (await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldNotBeNull();
        foreach (var place in slow) place.Dispose();
        // What had been set aside is not given back twice.
        var again = new[] { Enter(places, s_loud), Enter(places, s_loud), Enter(places, s_loud) };
        again[0].IsCompleted.ShouldBeTrue();
        again[2].IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_takes_long_is_noticed_for_all_that_wait_and_again_after_nobody_did()
    {
        var places = new ServicePlaces(atOnce: 2, most: 64, TimeSpan.FromSeconds(1));
        for (var round = 0; round < 2; round++)
        {
            var slow = Started(places, s_loud, 2);
            var waiting = new[] { Enter(places, s_loud), Enter(places, s_loud) };
            waiting.ShouldAllBe(call => !call.IsCompleted);
            foreach (var place in slow.Concat(await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))) place.ShouldNotBeNull().Dispose();
            // Longer than it takes to notice that nobody waits any more.
            await Task.Delay(TimeSpan.FromSeconds(0.6), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Who_has_waited_long_enough_or_gives_up_stands_in_nobodys_way()
    {
        var places = new ServicePlaces(atOnce: 2, most: 8, Never);
        var held = Started(places, s_loud, 2);
        (await places.Enter(s_loud, Impatient, default)).ShouldBeNull();
        using var giveUp = new CancellationTokenSource(Impatient);
        await Should.ThrowAsync<OperationCanceledException>(() => places.Enter(s_loud, Patient, giveUp.Token).AsTask());
        var next = Enter(places, s_loud);
        held[0].Dispose();
        var place = (await next).ShouldNotBeNull();
        place.Dispose();
        place.Dispose();
        held[1].Dispose();
        Started(places, s_quiet, 2);
        Enter(places, s_quiet).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Whatever_comes_and_goes_at_once_no_place_is_lost_or_given_twice()
    {
        var (places, tenants) = (new ServicePlaces(atOnce: 4, most: 24, Never), Enumerable.Range(0, 6).Select(_ => Whose.OfTenant(Guid.NewGuid())).ToArray());
        var (inside, most, done, failed) = (0, 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 200; i++)
            {
                // Half are the first tenant's: a flood.
                var tenant = tenants[random.Next(2) * random.Next(tenants.Length)];
                using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 20)));
                IDisposable? place = null;
                try
                {
                    place = await places.Enter(tenant, TimeSpan.FromMilliseconds(random.Next(1, 20)), giveUp.Token);
                }
                catch (OperationCanceledException)
                {
                }

                if (place is null)
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
                place.Dispose();
            }
        })));

        (inside, done + failed).ShouldBe((0, 40 * 200));
        done.ShouldBeGreaterThan(1_000);
        most.ShouldBeLessThanOrEqualTo(24);
        // All as at the beginning: one tenant has all places at once, and no more than those.
        Started(places, tenants[0], 4);
        Enter(places, tenants[0]).IsCompleted.ShouldBeFalse();
    }

    private static List<IDisposable> Started(ServicePlaces places, Whose tenant, int calls) => [.. Enumerable.Range(1, calls).Select(number =>
    {
        var entering = Enter(places, tenant);
        entering.IsCompleted.ShouldBeTrue($"call {number} of {calls} should not have to wait");
        return entering.GetAwaiter().GetResult().ShouldNotBeNull();
    })];

    private static Task<IDisposable?> Enter(ServicePlaces places, Whose tenant) => places.Enter(tenant, Patient, default).AsTask();
}
