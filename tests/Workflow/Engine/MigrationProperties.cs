using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Workflow.Tests.Engine;

/// <summary>Any definition, any sequence of commands, and in between migrations to other versions of it, that fit or do not.</summary>
public sealed class MigrationProperties
{
    private static readonly Gen<(int[] Seeds, int[][] Commands)> Cases =
        from seeds in Gen.Choose(0, 9_999).ArrayOf(60) from commands in Gen.Choose(0, 999).ArrayOf(4).ArrayOf(30) select (seeds, commands);

    [Fact]
    public void Another_version_is_a_valid_definition() => Check((definition, commands) =>
    {
        var faults = new Faults();
        foreach (var numbers in commands.Take(5)) DefinitionRules.Check(Varying.Definition(definition, numbers).To, default, faults);
        faults.All.ShouldBeEmpty();
    });

    [Fact]
    public void Instances_are_migrated_here_and_some_cannot_be()
    {
        var (migrated, refused) = (0, 0);
        Check((definition, commands) =>
        {
            var play = Play.Of(definition, commands);
            migrated += play.History.Count(e => e is Migrated);
            refused += play.Refused;
        });
        (migrated > 500, refused > 100).ShouldBe((true, true), $"{migrated} {refused}");
    }

    [Fact]
    public void Replaying_the_history_gives_the_state() => Check((definition, commands) =>
    {
        var play = Play.Of(definition, commands);
        Some.Text(play.History.Aggregate(new Instance { Id = Guid.Empty }, (i, e) => i.After(Again(e)))).ShouldBe(Some.Text(play.Instance));
    });

    [Fact]
    public void A_token_is_neither_lost_nor_doubled_and_finds_its_forks_around_it() => Check((definition, commands) => Play.Of(definition, commands, (version, instance) =>
    {
        instance.Tokens.Select(t => t.Id).ShouldBeUnique();
        instance.Tokens.Sum(t => t.Forks.Aggregate(1d, (weight, fork) => weight / Branches(instance, fork))).ShouldBe(1d, 1e-9);
        var open = ForkRules.Open(version);
        foreach (var token in instance.Tokens) token.Forks.Length.ShouldBe(open[token.State].Length - (IsJoined(version, token) ? 1 : 0));
    }));

    [Fact]
    public void A_migration_moves_nothing_and_forgets_nothing() => Check((definition, commands) =>
    {
        var instance = new Instance { Id = Guid.Empty };
        foreach (var e in Play.Of(definition, commands).History)
        {
            var after = instance.After(e);
            if (e is Migrated) Kept(after).ShouldBe(Kept(instance));
            instance = after;
        }
    });

    [Fact]
    public void What_was_done_on_the_way_to_a_state_is_not_done_again_and_nothing_besides() => Check((definition, commands) =>
    {
        var (instance, arrived) = (new Instance { Id = Guid.Empty }, new HashSet<int>());
        foreach (var e in Play.Of(definition, commands).History)
        {
            instance = instance.After(e);
            if (e is Migrated) arrived.UnionWith(instance.Tokens.Select(t => t.Visit));
            if (e is ActivityRequested { IsCompensation: false } a) arrived.ShouldNotContain(instance.Token(a.Token).Visit);
        }
    });

    [Fact]
    public void What_a_version_did_is_undone_by_that_version_in_reverse() => Check((definition, commands) =>
    {
        var play = Play.Of(definition, commands);
        if (!play.Instance.IsRunning) return;
        play.Fail();
        var (version, done, undone) = (1, new List<(string, int, int)>(), new List<(string, int, int)>());
        var asked = new Dictionary<int, (ActivityRequested What, int Version)>();
        foreach (var e in play.History)
        {
            if (e is Migrated m) version = m.To;
            if (e is ActivityRequested a && asked.TryAdd(a.Number, (a, version)) && a.IsCompensation) undone.Add((a.Transition, a.Index, a.Origin == 0 ? version : a.Origin));
            if (e is ActivitySucceeded { CanBeUndone: true } s) done.Add((asked[s.Number].What.Transition, asked[s.Number].What.Index, asked[s.Number].Version));
        }

        undone.ShouldBe(Enumerable.Reverse(done));
        play.Instance.Done.ShouldBeEmpty();
    });

    private static int Branches(Instance instance, int fork) =>
        instance.Tokens.Where(t => t.Forks.Contains(fork)).Select(t => t.Forks.IndexOf(fork) + 1 < t.Forks.Length ? t.Forks[t.Forks.IndexOf(fork) + 1] : t.Id).Distinct().Count();

    private static bool IsJoined(Definition definition, Token token) => definition.State(token.State).Type == StateType.Join && token.Progress == Progress.Free;

    private static string Kept(Instance i) => JsonSerializer.Serialize(new
    {
        i.Status, i.Context, i.Visits, i.LastToken, i.LastActivity, i.Pending, Keys = i.Keys.Order(), Done = i.Done.Select(d => (d.Number, d.Transition, d.Index)),
        Tokens = i.Tokens.Select(t => (t.Id, t.Visit, t.Progress, t.By, string.Join(',', t.Forks))),
    });

    private static WorkflowEvent Again(WorkflowEvent e) => JsonSerializer.Deserialize<WorkflowEvent>(JsonSerializer.Serialize(e))!;

    private static void Check(Action<Definition, int[][]> holds) =>
        Prop.ForAll(Arb.From(Cases), c => holds(Growing.Definition(c.Seeds), c.Commands)).Check(300);

    /// <summary>An instance that is commanded and migrated.</summary>
    private sealed class Play(Definition definition)
    {
        private int _version = 1;

        public List<WorkflowEvent> History { get; } = [];

        public Instance Instance { get; private set; } = new() { Id = Guid.Empty };

        public int Refused { get; private set; }

        private Definition Definition { get; set; } = definition;

        public static Play Of(Definition definition, int[][] commands, Action<Definition, Instance>? look = null)
        {
            var play = new Play(definition);
            play.Do(new Start("", Some.Values()));
            foreach (var numbers in commands)
            {
                if (numbers[3] % 4 == 0) play.Migrate(numbers);
                else play.Do(EngineProperties.CommandOf(play.Definition, play.Instance, numbers));
                look?.Invoke(play.Definition, play.Instance);
            }

            return play;
        }

        /// <summary>Has it fail, and everything undone that can be.</summary>
        public void Fail()
        {
            Do(new GiveUp("It was enough."));
            while (Instance.Pending is [var undoing, ..]) Do(new SucceedActivity(undoing.Number, Some.Values()));
        }

        private void Do(Command command) => Decide(() => WorkflowEngine.Decide(Definition, Instance, command, Some.By()));

        // Now and then to a definition that has nothing to do with it.
        private void Migrate(int[] numbers)
        {
            var (to, mapping) = numbers[3] % 5 == 0 ? (Growing.Definition([.. numbers, .. numbers]), new Dictionary<string, string>()) : Varying.Definition(Definition, numbers);
            var (fit, passage) = (new Fit(Definition, to), new Passage(_version, _version + 1, mapping));
            if (Migrating.Hindrances(fit, Instance, passage).Count > 0)
            {
                Refused++;
                return;
            }

            if (Decide(() => Migrating.Decide(fit, Instance, passage, new Dictionary<int, DateTimeOffset>(), Some.By()))) (Definition, _version) = (Migrating.Target(fit, passage), _version + 1);
        }

        private bool Decide(Func<Decision> decide)
        {
            try
            {
                var decision = decide();
                History.AddRange(decision.Events);
                Instance = decision.After;
                return true;
            }
            catch (Refusal)
            {
                return false;
            }
        }
    }
}
