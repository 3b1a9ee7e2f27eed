using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Reason = FactoryFlow.Workflow.V1.MigrationResult.Types.Hindrance;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    public override Task<PreviewMigrationResponse> PreviewMigration(PreviewMigrationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        var version = check.Range("version", request.Version, 0, int.MaxValue);
        var only = check.Range("from_version", request.FromVersion, 0, int.MaxValue);
        check.Done();
        return db.Read(context, async tx =>
        {
            var target = await Version(tx, id, version);
            var to = await definitions.Of(tx, id, target.Version);
            var asked = new Question(id, target.Version, only);
            var count = asked.AskCount(tx);
            var stands = asked.AskStands(tx);
            var unknown = asked.AskUnknown(tx, to);
            await tx.Flush();
            var response = new PreviewMigrationResponse { DefinitionId = id.ToString(), Version = target.Version, Instances = count.First };
            foreach (var here in stands.Rows.GroupBy(s => s.Version))
            {
                var fit = new Fit(await definitions.Of(tx, id, here.Key), to);
                response.States.AddRange(here.Select(stand => Told(fit, stand)));
            }

            foreach (var state in response.States.Where(s => s.IsOrphaned && s.SuggestedState.Length > 0)) response.SuggestedMapping[state.State] = state.SuggestedState;
            response.Context.AddRange(unknown.Rows.Select(u => new ContextToMigrate { Version = u.Version, Name = u.Name, Instances = u.Instances }));
            return response;
        });
    }

    private static StateToMigrate Told(Fit fit, Stand stand)
    {
        var hindrance = fit.WhyNot(stand.State, stand.State);
        return new StateToMigrate
        {
            Version = stand.Version,
            State = stand.State,
            Instances = stand.Instances,
            BusyInstances = stand.Busy,
            IsOrphaned = hindrance is not null,
            SuggestedState = Suggesting.For(fit, stand.State) ?? "",
            Hindrance = hindrance is null ? Reason.Unspecified : EnumText.Parse<Reason>(EnumText.Of(hindrance.Kind)),
            Message = hindrance?.Message ?? "",
        };
    }

    /// <summary>How many instances stand in a state, and how many of them have something under way.</summary>
    private sealed record Stand(int Version, string State, int Instances, int Busy);

    /// <summary>How many instances do not know something.</summary>
    private sealed record Unknown(int Version, string Name, int Instances);

    /// <summary>What is asked of the running instances of other versions; one statement for each thing, however many there are.</summary>
    private sealed record Question(Guid DefinitionId, int Version, int Only)
    {
        public Answer<int> AskCount(TenantTx tx) => tx.Ask<int>($"select count(*)::int from instances i where {Meant(tx)}");

        public Answer<Stand> AskStands(TenantTx tx) => tx.Ask<Stand>($"""
            select i.definition_version as version, s.name as state, count(*)::int as instances, count(*) filter (where jsonb_array_length(i.state -> 'Pending') > 0)::int as busy
            from instances i cross join lateral (select distinct unnest(i.states) as name) s
            where {Meant(tx)} group by 1, 2 order by 1, 2
            """);

        // What the database calls a time is a text to it.
        public Answer<Unknown> AskUnknown(TenantTx tx, Workflow.Definitions.Definition to)
        {
            var declared = to.Context ?? System.Collections.Immutable.ImmutableSortedDictionary<string, Variable>.Empty;
            string[] names = [.. declared.Keys];
            string[] types = [.. declared.Values.Select(v => TypeOf(v.Type))];
            bool[] required = [.. declared.Values.Select(v => v.IsRequired)];
            return tx.Ask<Unknown>($"""
                select i.definition_version as version, v.name, count(*)::int as instances
                from instances i cross join unnest({names}, {types}, {required}) v (name, type, is_required)
                where {Meant(tx)} and case when jsonb_exists(i.context, v.name) then v.type <> '' and jsonb_typeof(i.context -> v.name) <> v.type else v.is_required end
                group by 1, 2 order by 1, 2
                """);
        }

        private Sql Meant(TenantTx tx) => $"""
            i.tenant_id = {tx.TenantId} and i.definition_id = {DefinitionId} and i.status = 'RUNNING' and i.definition_version <> {Version} and ({Only} = 0 or i.definition_version = {Only})
            """;

        private static string TypeOf(Conditions.VariableType type) => type switch
        {
            Conditions.VariableType.Text or Conditions.VariableType.Time => "string",
            Conditions.VariableType.Number => "number",
            Conditions.VariableType.Boolean => "boolean",
            Conditions.VariableType.List => "array",
            Conditions.VariableType.Object => "object",
            _ => "",
        };
    }
}
