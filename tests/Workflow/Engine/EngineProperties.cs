using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Workflow.Tests.Engine;

/// <summary>Any definition that is valid, and any sequence of commands, sensible or not.</summary>
public sealed class EngineProperties
{
    /// <summary>Numbers that a definition is grown from, and numbers that commands are made of.</summary>
    private static readonly Gen<(int[] Seeds, int[][] Commands)> Cases =
        from seeds in Gen.Choose(0, 9_999).ArrayOf(60) from commands in Gen.Choose(0, 999).ArrayOf(3).ArrayOf(25) select (seeds, commands);

    [Fact]
    public void What_is_grown_here_is_a_valid_definition() => Check((definition, _) =>
    {
        var faults = new Faults();
        DefinitionRules.Check(definition, default, faults);
        faults.All.ShouldBeEmpty();
    });

    [Fact]
    public void Replaying_the_history_gives_the_state() => Check((definition, commands) => Play(definition, commands, (history, _, after) =>
        Some.Text(history.Aggregate(new Instance { Id = after.Id }, (i, e) => i.After(Again(e)))).ShouldBe(Some.Text(after))));

    [Fact]
    public void The_same_command_is_decided_the_same_way_again() => Check((definition, commands) =>
        Play(definition, commands, (_, _, _) => { }).ShouldBe(Play(definition, commands, (_, _, _) => { })));

    [Fact]
    public void A_token_is_neither_lost_nor_doubled() => Check((definition, commands) => Play(definition, commands, (_, _, after) =>
    {
        // Every token weighs the share of its forks that it carries: together they are always one whole.
        after.Tokens.Select(t => t.Id).ShouldBeUnique();
        after.Tokens.Sum(t => Weight(definition, after, t)).ShouldBe(1d, 1e-9);
    }));

    [Fact]
    public void A_terminal_state_stays() => Check((definition, commands) => Play(definition, commands, (_, before, after) =>
    {
        if (before.Status is InstanceStatus.Completed or InstanceStatus.Cancelled) Some.Text(after).ShouldBe(Some.Text(before));
        if (before.Status == InstanceStatus.Failed) (after.Status, Some.Where(after)).ShouldBe((before.Status, Some.Where(before)));
    }));

    [Fact]
    public void The_same_key_twice_has_one_effect() => Check((definition, commands) =>
    {
        var instance = Some.Started(definition);
        foreach (var command in commands)
        {
            instance = Try(definition, instance, CommandOf(definition, instance, command), out _);
            foreach (var key in instance.Keys) Some.Text(Try(definition, instance, Some.Take("any", key), out var events)).ShouldBe(Some.Text(instance), events.Length.ToString());
        }
    });

    [Fact]
    public void What_was_done_before_a_failure_is_undone_in_reverse() => Check((definition, commands) =>
    {
        var history = new List<WorkflowEvent>();
        var instance = Play(definition, commands, (all, _, _) => history = all, out _);
        if (instance.Status != InstanceStatus.Failed) return;
        while (instance.Pending is [var undoing, ..]) instance = Try(definition, instance, new SucceedActivity(undoing.Number, Some.Values()), out var events, history);
        var requested = history.OfType<ActivityRequested>().DistinctBy(a => a.Number).ToDictionary(a => a.Number);
        var done = history.OfType<ActivitySucceeded>().Where(s => s.CanBeUndone).Select(s => requested[s.Number]).Select(a => (a.Token, a.Transition, a.Index)).ToList();
        var undone = requested.Values.Where(a => a.IsCompensation).OrderBy(a => a.Number).Select(a => (a.Token, a.Transition, a.Index)).ToList();
        undone.ShouldBe(Enumerable.Reverse(done));
        instance.Done.ShouldBeEmpty();
    });

    [Fact]
    public void What_was_asked_for_ends_at_most_once_and_nothing_is_done_twice() => Check((definition, commands) =>
    {
        var history = new List<WorkflowEvent>();
        var instance = Play(definition, commands, (all, _, _) => history = all, out _);
        history.OfType<ActivityRequested>().Select(a => (a.Number, a.Attempt)).ShouldBeUnique();
        history.Select(e => e switch { ActivitySucceeded s => s.Number, ActivitySkipped s => s.Number, ActivityFailed { IsGivenUp: true, IsSuspended: false } f => f.Number, _ => 0 }).Where(n => n > 0).ShouldBeUnique();
        instance.Pending.Select(p => p.Number).ShouldBeUnique();
    });

    [Fact]
    public void Whoever_is_suspended_waits_until_it_is_retried_skipped_or_ended() => Check((definition, commands) => Play(definition, commands, (_, before, after) =>
    {
        foreach (var stuck in before.Pending.Where(p => p.IsStuck && !p.IsCompensation))
            if (after.IsRunning && after.Pending.FirstOrDefault(p => p.Number == stuck.Number) is { IsStuck: true }) after.Token(stuck.Token).State.ShouldBe(before.Token(stuck.Token).State);
    }));

    private static double Weight(Definition definition, Instance instance, Token token) => token.Forks.Aggregate(1d, (weight, fork) =>
        weight / instance.Tokens.Where(t => t.Forks.Contains(fork)).Select(t => t.Forks.IndexOf(fork) + 1 < t.Forks.Length ? t.Forks[t.Forks.IndexOf(fork) + 1] : t.Id).Distinct().Count());

    private static string Play(Definition definition, int[][] commands, Action<List<WorkflowEvent>, Instance, Instance> look) => Some.Text(Play(definition, commands, look, out _));

    private static Instance Play(Definition definition, int[][] commands, Action<List<WorkflowEvent>, Instance, Instance> look, out List<WorkflowEvent> history)
    {
        history = [];
        var instance = Try(definition, new Instance { Id = Guid.Empty }, new Start("", Some.Values()), out _, history);
        look(history, instance, instance);
        foreach (var numbers in commands)
        {
            var after = Try(definition, instance, CommandOf(definition, instance, numbers), out _, history);
            look(history, instance, after);
            instance = after;
        }

        return instance;
    }

    private static Instance Try(Definition definition, Instance instance, Command command, out ImmutableArray<WorkflowEvent> events, List<WorkflowEvent>? history = null)
    {
        events = [];
        try
        {
            var decision = WorkflowEngine.Decide(definition, instance, command, Some.By());
            events = decision.Events;
            history?.AddRange(events);
            return decision.After;
        }
        catch (Refusal)
        {
            return instance;
        }
    }

    // Half of the commands fit to where the instance stands, so that it gets somewhere.
    internal static Command CommandOf(Definition definition, Instance instance, int[] numbers)
    {
        var (kind, one, two) = (numbers[0] % 20, numbers[1], numbers[2]);
        var values = Some.Values($$"""{"n": {{two % 4}}}""");
        var pending = instance.Pending.IsEmpty ? null : instance.Pending[one % instance.Pending.Length];
        var token = instance.Tokens[one % instance.Tokens.Length];
        var here = definition.From(token.State).ToList();
        return kind switch
        {
            0 when two % 10 == 0 => new Cancel("Enough."),
            1 or 2 => new Signal("go", values),
            3 or 4 => new FireTimer(token.Id, two % 3 == 0 ? token.Visit - 1 : token.Visit),
            5 or 6 => new EndSubWorkflow(token.Id, token.Visit, two % 5 == 0 ? "It failed." : null, values),
            >= 7 and <= 11 when pending is not null => new SucceedActivity(pending.Number, values),
            12 or 13 when pending is not null => new FailActivity(pending.Number, pending.Attempt, "It broke."),
            15 when pending is not null => new RetryActivity(pending.Number),
            16 when pending is not null && two % 2 == 0 => new SkipActivity(pending.Number, "Not needed."),
            14 => Some.Take(definition.Transitions[one % definition.Transitions.Length].Id, $"k{two % 10}"),
            _ => here.Count > 0 ? Some.Take(here[two % here.Count].Id, two % 2 == 0 ? $"k{two}" : null) with { Context = values } : new Signal("go", values),
        };
    }

    // What is stored is read again by its type.
    private static WorkflowEvent Again(WorkflowEvent e) => JsonSerializer.Deserialize<WorkflowEvent>(JsonSerializer.Serialize(e))!;

    private static void Check(Action<Definition, int[][]> holds) =>
        Prop.ForAll(Arb.From(Cases), c => holds(Growing.Definition(c.Seeds), c.Commands)).Check(300);
}
