using System.Text.Json.Nodes;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    private const int LongestState = 100;
    private const char Mark = ':';

    /// <inheritdoc />
    public override Task<ListSagasResponse> ListServiceSagas(ListServiceSagasRequest request, ServerCallContext context)
    {
        var (asked, check) = (request.Request ?? new ListSagasRequest(), new Check());
        var size = check.PageSize(asked.PageSize);
        var state = check.Text("state", asked.State, 0, LongestState);
        Guid? tenant = asked.TenantId.Length == 0 ? null : check.Id("tenant_id", asked.TenantId);
        check.Done();
        var after = After(asked.PageToken);
        return _db.Through(context, Door.Operations, async tx =>
        {
            var rows = await tx.All<SagaRow>($"""
                select tenant_id, kind, correlation_id, version, state::text as state, update_time from sagas
                where (tenant_id, kind, correlation_id) > ({after.Tenant}, {after.Kind}, {after.Id}) and ({tenant}::uuid is null or tenant_id = {tenant})
                    and ({state} = '' or state ->> 'CurrentState' = {state})
                order by tenant_id, kind, correlation_id limit {size + 1}
                """);
            var response = new ListSagasResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Key) : "" };
            response.Sagas.Add(rows.Take(size).Select(row => row.ToMessage(_settings.Service)));
            return response;
        });
    }

    private static (Guid Tenant, string Kind, Guid Id) After(string token)
    {
        if (PageToken.Key(token) is not { } key) return (Guid.Empty, "", Guid.Empty);
        return key.Split(Mark) is [var tenant, var kind, var id] && Guid.TryParse(tenant, out var tenantId) && Guid.TryParse(id, out var correlationId)
            ? (tenantId, kind, correlationId)
            : throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }

    private sealed record SagaRow(Guid TenantId, string Kind, Guid CorrelationId, int Version, string State, DateTimeOffset? UpdateTime)
    {
        public string Key => $"{TenantId}{Mark}{Kind}{Mark}{CorrelationId}";

        public Saga ToMessage(string service)
        {
            var data = JsonNode.Parse(State)!.AsObject();
            var current = (string?)data["CurrentState"];
            data.Remove("CurrentState");
            data.Remove(nameof(CorrelationId));
            return new Saga
            {
                Service = service, Kind = Kind, TenantId = TenantId.ToString(), CorrelationId = CorrelationId.ToString(), State = current ?? "", Steps = Version,
                UpdateTime = Wire.Time(UpdateTime), Data = JsonParser.Default.Parse<Struct>(data.ToJsonString()),
            };
        }
    }
}
