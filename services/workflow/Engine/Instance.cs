using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Workflow.Engine;

/// <summary>Whether an instance goes on.</summary>
internal enum InstanceStatus
{
    Running,
    Completed,
    Cancelled,
    Failed,
}

/// <summary>How far a token has come with what its state waits for.</summary>
internal enum Progress
{
    /// <summary>It has just come.</summary>
    Arrived,

    /// <summary>What it waits for was asked for.</summary>
    Asked,

    /// <summary>It waits no longer.</summary>
    Free,
}

/// <summary>One place where an instance stands; forks make it several.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Visit">Which of the instance's moves brought it there.</param>
/// <param name="Progress">How far it has come there.</param>
/// <param name="Forks">The tokens that were forked into it, the first one first.</param>
internal sealed record Token(int Id, string State, int Visit, Progress Progress, ImmutableArray<int> Forks)
{
    /// <summary>The way that it came on; null at the start and behind a join.</summary>
    public string? Transition { get; init; }

    /// <summary>How many of that way's activities are done.</summary>
    public int Activities { get; init; }

    /// <summary>Who moved it last; null where nobody did.</summary>
    public Doer? By { get; init; }

    public bool Equals(Token? other) => other is not null
        && (Id, State, Visit, Progress, Transition, Activities, By) == (other.Id, other.State, other.Visit, other.Progress, other.Transition, other.Activities, other.By)
        && Forks.SequenceEqual(other.Forks);

    public override int GetHashCode() => HashCode.Combine(Id, State, Visit, Progress);
}

/// <summary>Who moved a token, as far as it is remembered.</summary>
internal sealed record Doer(Guid Id, string Kind, ImmutableArray<string> Roles)
{
    public static Doer? Of(Caller? actor) => actor is null ? null : new Doer(actor.Subject, Platform.Data.EnumText.Of(actor.Kind), [.. actor.Roles]);

    public bool Equals(Doer? other) => other is not null && (Id, Kind) == (other.Id, other.Kind) && Roles.SequenceEqual(other.Roles);

    public override int GetHashCode() => HashCode.Combine(Id, Kind);
}

/// <summary>Something that is being done outside.</summary>
internal sealed record PendingActivity(int Token, int Number, string Transition, int Index, int Attempt, bool IsCompensation)
{
    /// <summary>The number of the activity that it undoes; 0 when it undoes none.</summary>
    public int Undoes { get; init; }

    /// <summary>The version whose activity it is; 0 where it is the one that the instance runs on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Origin { get; init; }

    /// <summary>Whether the last attempt was in vain, and an operator is waited for.</summary>
    public bool IsStuck { get; init; }
}

/// <summary>Something that was done, and can be undone.</summary>
internal sealed record DoneActivity(int Token, string Transition, int Index, int Number)
{
    /// <summary>The version that says how to undo it; 0 where it is the one that the instance runs on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Origin { get; init; }
}

/// <summary>An instance: what its history says of it, and nothing else.</summary>
internal sealed record Instance
{
    public static readonly ImmutableSortedDictionary<string, JsonElement> NoContext = ImmutableSortedDictionary<string, JsonElement>.Empty.WithComparers(StringComparer.Ordinal);

    public required Guid Id { get; init; }

    public InstanceStatus Status { get; init; }

    public string BusinessKey { get; init; } = "";

    public Guid StartedBy { get; init; }

    public DateTimeOffset StartTime { get; init; }

    public ImmutableSortedDictionary<string, JsonElement> Context { get; init; } = NoContext;

    /// <summary>Where it stands, by number; where it stood when it came to its end.</summary>
    public ImmutableArray<Token> Tokens { get; init; } = [];

    public ImmutableArray<PendingActivity> Pending { get; init; } = [];

    /// <summary>What was done and can be undone, the last one last.</summary>
    public ImmutableArray<DoneActivity> Done { get; init; } = [];

    /// <summary>The keys of transitions that were taken.</summary>
    public ImmutableHashSet<string> Keys { get; init; } = [];

    /// <summary>The last number that a token, and an activity, was given; and how many moves there were.</summary>
    public int LastToken { get; init; }

    public int LastActivity { get; init; }

    public int Visits { get; init; }

    /// <summary>Why it failed or was cancelled.</summary>
    public string Error { get; init; } = "";

    /// <summary>How many events there were.</summary>
    public int Version { get; init; }

    public bool IsRunning => Status == InstanceStatus.Running;

    public Token Token(int id) => Tokens.First(t => t.Id == id);

    /// <summary>What it becomes by an event.</summary>
    public Instance After(WorkflowEvent e) => Apply(e) with { Version = Version + 1 };

    private Instance Apply(WorkflowEvent e) => e switch
    {
        Started s => this with { StartedBy = s.StartedBy, BusinessKey = s.BusinessKey, StartTime = s.Time, Tokens = [new Token(1, s.State, 1, Progress.Arrived, [])], LastToken = 1, Visits = 1 },
        Moved m => Move(m),
        Forked f => Fork(f),
        Joined j => Join(j),
        ContextChanged c => this with { Context = c.Values.Aggregate(Context, (context, v) => v.Value.ValueKind == JsonValueKind.Null ? context.Remove(v.Key) : context.SetItem(v.Key, v.Value)) },
        Signalled s => Now(s.Token, Progress.Free),
        TimerStarted t => Now(t.Token, Progress.Asked),
        TimerFired t => Now(t.Token, Progress.Free),
        SubWorkflowRequested s => Now(s.Token, Progress.Asked),
        SubWorkflowEnded s => Now(s.Token, Progress.Free),
        ActivityRequested a => this with
        {
            Pending = Pending.RemoveAll(p => p.Number == a.Number).Add(new PendingActivity(a.Token, a.Number, a.Transition, a.Index, a.Attempt, a.IsCompensation) { Undoes = a.Undoes, Origin = a.Origin }),
            LastActivity = Math.Max(LastActivity, a.Number),
        },
        ActivitySucceeded a => Finish(Pending.First(p => p.Number == a.Number), a.CanBeUndone),
        ActivityFailed { IsSuspended: true } a => this with { Pending = [.. Pending.Select(p => p.Number == a.Number ? p with { IsStuck = true } : p)] },
        ActivityFailed a => GiveUp(Pending.First(p => p.Number == a.Number), a.IsGivenUp),
        ActivitySkipped a => Finish(Pending.First(p => p.Number == a.Number), canBeUndone: false),
        Migrated m => Migrate(m),
        Completed => this with { Status = InstanceStatus.Completed },
        Failed f => this with { Status = InstanceStatus.Failed, Error = f.Error, Pending = [] },
        Cancelled c => this with { Status = InstanceStatus.Cancelled, Error = c.Reason, Pending = [] },
        _ => throw new ArgumentException($"{e.GetType().Name} is no event that an instance knows.", nameof(e)),
    };

    private Instance Put(Token token) => this with { Tokens = Tokens.Replace(Token(token.Id), token) };

    private Instance Now(int token, Progress progress) => Put(Token(token) with { Progress = progress });

    private Instance Move(Moved m)
    {
        var moved = Token(m.Token) with { State = m.To, Visit = Visits + 1, Progress = Progress.Arrived, Transition = m.Transition, Activities = 0, By = m.By };
        return Put(moved) with { Visits = Visits + 1, Keys = m.Key is null ? Keys : Keys.Add(m.Key) };
    }

    private Instance Fork(Forked fork)
    {
        var parent = Token(fork.Token);
        var children = fork.Branches.Select((b, i) => new Token(b.Token, b.To, Visits + 1 + i, Progress.Arrived, parent.Forks.Add(parent.Id)) { Transition = b.Transition, By = parent.By });
        return this with { Tokens = Tokens.Remove(parent).AddRange(children), LastToken = fork.Branches[^1].Token, Visits = Visits + fork.Branches.Length };
    }

    private Instance Join(Joined join)
    {
        var forks = Tokens.First(t => !t.Forks.IsEmpty && t.Forks[^1] == join.Token).Forks;
        var whole = new Token(join.Token, join.State, Visits + 1, Progress.Free, forks.RemoveAt(forks.Length - 1));
        return this with { Tokens = Tokens.RemoveAll(t => !t.Forks.IsEmpty && t.Forks[^1] == join.Token).Add(whole), Visits = Visits + 1 };
    }

    // The way that a token came on is another version's: what lay on it is done, whatever this one says of a way of that name.
    private Instance Migrate(Migrated m) => this with
    {
        Tokens = [.. Tokens.Select(t => t with { State = m.Tokens.First(p => p.Token == t.Id).To, Transition = null, Activities = 0 })],
        Done = [.. Done.Select(d => d.Origin == 0 ? d with { Origin = m.From } : d)],
    };

    private Instance Finish(PendingActivity activity, bool canBeUndone)
    {
        var next = this with { Pending = Pending.Remove(activity) };
        if (activity.IsCompensation) return next with { Done = Done.RemoveAt(Done.Length - 1) };
        var token = Token(activity.Token);
        next = next.Put(token with { Activities = token.Activities + 1 });
        return canBeUndone ? next with { Done = Done.Add(new DoneActivity(activity.Token, activity.Transition, activity.Index, activity.Number)) } : next;
    }

    // What cannot be undone must not keep the rest from it.
    private Instance GiveUp(PendingActivity activity, bool isGivenUp) => this with
    {
        Pending = Pending.Remove(activity),
        Done = activity.IsCompensation && isGivenUp ? Done.RemoveAt(Done.Length - 1) : Done,
    };
}
