using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    private const char Mark = '/';

    public override async Task<ListSagasResponse> ListSagas(ListSagasRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service, isRequired: false);
        var left = check.PageSize(request.PageSize);
        if (request.TenantId.Length > 0) check.Id("tenant_id", request.TenantId);
        check.Done();
        var (first, token) = Place(request.PageToken);
        var response = new ListSagasResponse();
        // Service by service, so that a page ends where it is full and the next begins there.
        foreach (var service in OperationsReader.Asked(request.Service).SkipWhile(service => first is not null && service != first))
        {
            if (left == 0)
            {
                response.NextPageToken = PageToken.After(service + Mark);
                break;
            }

            var asked = new ListServiceSagasRequest { Request = new ListSagasRequest(request) { PageSize = left, PageToken = token } };
            token = "";
            if (await services.Find(service, context, here => here.ListServiceSagas(asked, context), (client, options) => client.ListServiceSagasAsync(asked, options)) is not { } page)
            {
                response.UnavailableServices.Add(service);
                continue;
            }

            response.Sagas.Add(page.Sagas);
            left -= page.Sagas.Count;
            if (page.NextPageToken.Length == 0) continue;
            response.NextPageToken = PageToken.After(service + Mark + page.NextPageToken);
            break;
        }

        await Explain(context, response.Sagas);
        return await Seen(context, "sagas.listed", response);
    }

    // What keeps an opening is what its domain's providers answered last.
    private async Task Explain(ServerCallContext context, IEnumerable<Saga> sagas)
    {
        var openings = sagas.Where(saga => saga.Kind == nameof(Openings.Opening)).ToDictionary(saga => Guid.Parse(saga.TenantId));
        if (openings.Count == 0) return;
        var problems = await db.Through(context, Door.PlatformAdministration, tx => tx.All<Problem>($"""
            select tenant_id, string_agg(provider || ': ' || problem, '; ' order by provider) as text from domain_requests
            where tenant_id = any({openings.Keys.ToArray()}) and problem is not null group by tenant_id
            """));
        foreach (var problem in problems) openings[problem.TenantId].Problem = problem.Text;
    }

    private static (string? Service, string Token) Place(string token)
    {
        if (PageToken.Key(token) is not { } key) return (null, "");
        return key.Split(Mark, 2) is [var service, var rest] && OperationsReader.Services.Contains(service)
            ? (service, rest)
            : throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }

    private sealed record Problem(Guid TenantId, string Text);
}
