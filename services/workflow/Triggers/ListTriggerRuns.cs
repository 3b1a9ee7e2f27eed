using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using static FactoryFlow.Workflow.V1.TriggerRun.Types;

namespace FactoryFlow.Workflow.Triggers;

internal sealed partial class TriggerService
{
    private const int LongestTrigger = 64;

    public override Task<ListTriggerRunsResponse> ListTriggerRuns(ListTriggerRunsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        var size = check.PageSize(request.PageSize);
        var trigger = check.Text("trigger", request.Trigger, 0, LongestTrigger);
        var outcome = check.Choice("outcome", request.Outcome);
        check.Done();
        var before = PageToken.Id(request.PageToken);
        return db.Read(context, async tx =>
        {
            var isThere = tx.Ask<int>($"select 1 from definitions where tenant_id = {tx.TenantId} and id = {id}");
            var counted = tx.Ask<Counted>($"select trigger_id, outcome, count(*)::int as count from trigger_runs where tenant_id = {tx.TenantId} and definition_id = {id} group by trigger_id, outcome order by trigger_id, outcome");
            var found = await tx.All<TriggerRunRow>($"""
                select id, definition_version, trigger_id, event_id, event_type, business_key, depth, outcome as outcome_text, reason, detail, instance_id, due_time, create_time, end_time
                from trigger_runs
                where tenant_id = {tx.TenantId} and definition_id = {id} and ({before}::uuid is null or id < {before}::uuid)
                    and ({outcome}::text is null or outcome = {outcome}::text) and ({trigger} = '' or trigger_id = {trigger})
                order by id desc limit {size + 1}
                """);
            if (isThere.Rows.Count == 0) throw DefinitionStore.NotFound(id);
            var response = new ListTriggerRunsResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Id.ToString()) : "" };
            response.Runs.AddRange(found.Take(size).Select(run => run.ToMessage()));
            response.Counts.AddRange(counted.Rows.Select(c => new TriggerRunCount { Trigger = c.TriggerId, Outcome = EnumText.Parse<Outcome>(c.Outcome), Count = c.Count }));
            return response;
        });
    }

    private sealed record Counted(string TriggerId, string Outcome, int Count);
}
