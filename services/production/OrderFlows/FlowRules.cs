using System.Text.RegularExpressions;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>What a flow that somebody writes must hold to: every fault is named, with the place where it stands.</summary>
internal sealed partial class FlowRules(Check check, IReadOnlyCollection<string> gates)
{
    private const int MostWays = 200, MostNames = 20, MostSteps = 50, MostIntents = 10, LongestName = 100, MostRejects = 1_000_000;
    private const string MustBeStatus = "must be a capital, then at most 39 capitals, digits and underscores";

    public void Check(OrderFlow flow)
    {
        Status("flow.initial_status", flow.InitialStatus);
        if (check.That(flow.Transitions.Count > 0, "flow.transitions", "is required: at least one way") && check.AtMost("flow.transitions", flow.Transitions.Count, MostWays))
        {
            for (var i = 0; i < flow.Transitions.Count; i++) Way(FormattableString.Invariant($"flow.transitions[{i}]"), flow.Transitions[i]);
            Reachable(flow);
        }

        if (check.AtMost("flow.quality_gates", flow.QualityGates.Count, MostNames))
            foreach (var (name, gate) in flow.QualityGates) Gate($"flow.quality_gates[{name}]", name, gate);
        if (check.AtMost("flow.features", flow.Features.Count, MostNames))
            foreach (var name in flow.Features.Keys) Feature($"flow.features[{name}]", name);
    }

    private void Way(string field, WorkflowTransition way)
    {
        Status(field + ".from", way.From);
        Status(field + ".to", way.To);
        check.That(way.From != way.To, field + ".to", "is where the way begins");
        Each(field + ".roles", way.Roles, MostNames, (at, role) => check.Text(at, role, 1, LongestName));
        Each(field + ".permissions", way.Permissions, MostNames, (at, text) =>
            check.That(Permission.TryParse(text, out var permission) && !permission.HasWildcard, at, "is no permission such as orders:ship:all"));
        Each(field + ".gates", way.Gates, MostNames, Gate);
        Each(field + ".features", way.Features, MostNames, Feature);
        Each(field + ".without_features", way.WithoutFeatures, MostNames, (at, name) =>
        {
            Feature(at, name);
            check.That(!way.Features.Contains(name), at, $"is {name}, which must be on for the same way");
        });
        Each(field + ".notifications", way.Notifications, MostIntents, Intent);
    }

    private void Intent(string field, NotificationIntent intent)
    {
        check.That(intent.Channel != default && Enum.IsDefined(intent.Channel), field + ".channel", "must be WHATSAPP, SMS or EMAIL");
        check.Text(field + ".recipient", intent.Recipient, 1, LongestName);
        check.That(Key().IsMatch(intent.Template), field + ".template", "must be a key such as order.ready: a lower-case letter, then at most 99 lower-case letters, digits, dots, hyphens and underscores");
    }

    private void Gate(string field, string name, QualityGate gate)
    {
        Gate(field, name);
        Each(field + ".steps", gate.Steps, MostSteps, (at, step) => check.Text(at, step, 1, LongestName));
        check.Range(field + ".max_open_rejects", gate.MaxOpenRejects, 0, MostRejects);
        check.That(gate.MaxOpenRejects == 0 || name == QaPass.Called, field + ".max_open_rejects", $"is for {QaPass.Called} only");
    }

    private void Gate(string field, string name) => check.That(gates.Contains(name), field, $"is no gate; there are {string.Join(", ", gates)}");

    private void Feature(string field, string name) => check.That(Features.OfFlows.Contains(name), field, $"is no feature of flows; there are {string.Join(", ", Features.OfFlows)}");

    private void Status(string field, string status) => check.That(Name().IsMatch(status), field, status.Length == 0 ? "is required" : MustBeStatus);

    // A status that no order can come to is a slip of the pen.
    private void Reachable(OrderFlow flow)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { flow.InitialStatus };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var status))
            foreach (var way in flow.Transitions.Where(way => way.From == status && reached.Add(way.To)))
                open.Enqueue(way.To);

        for (var i = 0; i < flow.Transitions.Count; i++)
            check.That(reached.Contains(flow.Transitions[i].From), FormattableString.Invariant($"flow.transitions[{i}].from"), $"is {flow.Transitions[i].From}, which cannot be reached from {flow.InitialStatus}");
    }

    private void Each<T>(string list, IReadOnlyList<T> items, int most, Action<string, T> look)
    {
        if (!check.AtMost(list, items.Count, most)) return;
        for (var i = 0; i < items.Count; i++) look(FormattableString.Invariant($"{list}[{i}]"), items[i]);
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,39}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z][a-z0-9._-]{0,99}\z")]
    private static partial Regex Key();
}
