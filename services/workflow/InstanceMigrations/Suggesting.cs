using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>What a state is most likely to have become in another version.</summary>
internal static class Suggesting
{
    private const double Enough = 0.4;

    /// <summary>The state of the same id where that can be; else the one that is most like it of those that can be and are new; null when none is like it.</summary>
    public static string? For(Fit fit, string state) => fit.WhyNot(state, state) is null ? state : fit.To.States
        .Where(s => fit.From.FindState(s.Id) is null && fit.WhyNot(state, s.Id) is null)
        .Select(s => (s.Id, Likeness: LikenessOf(fit, fit.From.State(state), s)))
        .Where(s => s.Likeness >= Enough).OrderByDescending(s => s.Likeness).Select(s => s.Id).FirstOrDefault();

    // By its name or its id, whichever is more alike; then by the ways to it and out of it that are still there.
    private static double LikenessOf(Fit fit, State here, State there)
    {
        if (here.Name.Length > 0 && string.Equals(here.Name, there.Name, StringComparison.OrdinalIgnoreCase)) return 2;
        var named = Math.Max(Alike(here.Id, there.Id), here.Name.Length > 0 && there.Name.Length > 0 ? Alike(here.Name, there.Name) : 0);
        return Math.Max(named, Shared(Ways(fit.From, here.Id), Ways(fit.To, there.Id)));
    }

    private static HashSet<string> Ways(Definition definition, string state) => [.. definition.Transitions.Where(t => t.From == state || t.To == state).Select(t => t.Id)];

    // Two letters after each other at a time (Dice).
    private static double Alike(string one, string other) => Shared(Pairs(one), Pairs(other));

    private static double Shared(HashSet<string> one, HashSet<string> other) => one.Count + other.Count == 0 ? 0 : 2d * one.Count(other.Contains) / (one.Count + other.Count);

    private static HashSet<string> Pairs(string text) => [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(i => text.Substring(i, 2).ToUpperInvariant())];
}
