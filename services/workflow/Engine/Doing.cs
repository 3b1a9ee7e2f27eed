using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;

namespace FactoryFlow.Workflow.Engine;

/// <summary>How activities begin and end: those that leave the process are asked for, and all others are done as part of the decision.</summary>
internal static class Doing
{
    /// <summary>Begins an activity; what is not queued has ended by then.</summary>
    public static bool Begin(Run run, ActivityRequested asked)
    {
        var activity = Run.ActivityOf(run.Definition, asked.Transition, asked.Index, asked.IsCompensation, asked.Origin);
        var subject = SubjectOf(run, asked.Token);
        if (activity.Condition is { } condition && Evaluation.Of(condition, subject) != Verdict.Yes)
        {
            run.Add(asked);
            run.Add(new ActivitySkipped(asked.Number, "Its conditions do not hold."));
            return true;
        }

        var input = Template.Render(activity.With, subject);
        var why = input.GetRawText().Length > Values.Longest ? $"has more than {Values.Longest} characters" : Values.Unfit(input);
        run.Add(why is not null ? asked : asked with { Input = input });
        if (why is not null) Fail(run, Pending(run, asked), $"What it is given {why}.", isFinal: true);
        else if (!activity.IsQueued) Do(run, Pending(run, asked), activity, input);
        return true;
    }

    /// <summary>Tries an activity again that an operator was waited for: one that is queued with what it was given before.</summary>
    public static void Retry(Run run, PendingActivity stuck)
    {
        var again = new ActivityRequested(stuck.Token, stuck.Number, stuck.Transition, stuck.Index, stuck.Attempt + 1, stuck.IsCompensation) { Undoes = stuck.Undoes, Origin = stuck.Origin };
        if (run.ActivityOf(stuck).IsQueued) run.Add(again);
        else Begin(run, again);
    }

    /// <summary>What becomes of an activity that could not be done at an attempt.</summary>
    public static void Fail(Run run, PendingActivity pending, string error, bool isFinal = false)
    {
        var activity = run.ActivityOf(pending);
        if (!isFinal && pending.Attempt < activity.Attempts)
        {
            run.Add(new ActivityFailed(pending.Number, error, IsGivenUp: false));
            run.Add(new ActivityRequested(pending.Token, pending.Number, pending.Transition, pending.Index, pending.Attempt + 1, pending.IsCompensation) { Undoes = pending.Undoes, Origin = pending.Origin });
            return;
        }

        run.Add(new ActivityFailed(pending.Number, error, IsGivenUp: true) { IsSuspended = activity.Suspends });
        if (!activity.Suspends && !pending.IsCompensation) run.Add(new Failed($"An activity of \"{pending.Transition}\" could not be done: {error}"));
    }

    /// <summary>What becomes of an activity that was done: where what it found out is not what the context declares, it has failed.</summary>
    public static void Succeed(Run run, PendingActivity pending, ImmutableSortedDictionary<string, JsonElement> values)
    {
        if (values.FirstOrDefault(v => !Fits(run.Definition, v.Key, v.Value)) is { Key: { } name } bad)
        {
            Fail(run, pending, $"context.{name} cannot become {bad.Value.GetRawText()}: it is declared otherwise.", isFinal: true);
            return;
        }

        // Each is a level deeper within all that is known.
        if (values.Select(v => (Name: v.Key, Why: Values.Unfit(v.Value, 2))).FirstOrDefault(v => v.Why is not null) is { Why: { } why } unfit)
        {
            Fail(run, pending, $"context.{unfit.Name} {why}.", isFinal: true);
            return;
        }

        // Nobody is there who could be refused it, and what else was done is still to be undone.
        if (pending.IsCompensation && JsonSerializer.Serialize(run.Instance.Context.SetItems(values)).Length > Values.Longest)
        {
            Fail(run, pending, $"The context would have more than {Values.Longest} characters.", isFinal: true);
            return;
        }

        run.Learn(values);
        run.Add(new ActivitySucceeded(pending.Number, !pending.IsCompensation && run.ActivityOf(pending).Compensation is not null));
    }

    private static PendingActivity Pending(Run run, ActivityRequested asked) => run.Instance.Pending.First(p => p.Number == asked.Number);

    private static void Do(Run run, PendingActivity pending, Activity activity, JsonElement input)
    {
        if (activity.Type == ActivityType.SendNotification && WhyNot(run, Notification.Read(input)) is { } why)
        {
            run.Add(new ActivitySkipped(pending.Number, why));
            return;
        }

        var values = activity.Type switch
        {
            ActivityType.UpdateContext => Values.Of(input.GetProperty("set").GetRawText()),
            ActivityType.ExecuteFunction => Function(input),
            _ => Instance.NoContext,
        };
        if (values is null) Fail(run, pending, $"{input.GetProperty("function").GetString()} can make nothing of {input.GetRawText()}.", isFinal: true);
        else Succeed(run, pending, values);
    }

    private static string? WhyNot(Run run, Notification notification) =>
        run.Surroundings.ClosedChannels.Contains(notification.Channel) ? $"The tenant has {notification.Channel} turned off."
        : notification.IsForNobody(run.Instance) ? "It is for nobody who is known."
        : null;

    private static ImmutableSortedDictionary<string, JsonElement>? Function(JsonElement input) =>
        Functions.Of(input.GetProperty("function").GetString()!, input) is { } made ? Instance.NoContext.Add(input.GetProperty("saveAs").GetString()!, made) : null;

    private static bool Fits(Definition definition, string name, JsonElement value) =>
        definition.Context is not { } declared || (declared.TryGetValue(name, out var variable) && (value.ValueKind == JsonValueKind.Null ? !variable.IsRequired : Values.Is(value, variable.Type)));

    // Who moved it last may be gone from it by the time that it is undone: a join has no one who moved it.
    private static Subject SubjectOf(Run run, int token)
    {
        var by = run.Surroundings.Actor is { } actor ? Doer.Of(actor) : run.Instance.Tokens.FirstOrDefault(t => t.Id == token)?.By;
        return Guard.SubjectOf(
            run.Instance, by is null ? JsonElement.Parse("{}") : JsonSerializer.SerializeToElement(new { id = by.Id, kind = by.Kind, roles = by.Roles }), run.Surroundings.Now) with { Matching = run.Surroundings.Matching };
    }
}
