using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.Rates;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.HeldReports;

internal sealed partial class HeldReportService
{
    private const int LongestStep = 100;

    public override Task<ListHeldReportsResponse> ListHeldReports(ListHeldReportsRequest request, ServerCallContext context)
    {
        var check = new Check();
        Guid? article = request.ArticleId.Length > 0 ? check.Id("article_id", request.ArticleId) : null;
        var step = request.Step.Length > 0 ? check.Text("step", request.Step, 1, LongestStep) : null;
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        return db.Read(context, async tx =>
        {
            var known = article is { } id ? RateStore.AskArticle(tx, id) : null;
            var rows = await tx.All<HeldReportRow>($"""
                select h.report_id, h.job_id, j.number as job_number, h.step_id, h.step, h.article_id, a.code as article_code, r.worker_id, r.good_quantity, h.work_time
                from held_reports h
                join step_reports r on r.tenant_id = h.tenant_id and r.id = h.report_id
                join jobs j on j.tenant_id = h.tenant_id and j.id = h.job_id
                join articles a on a.tenant_id = h.tenant_id and a.id = h.article_id
                where h.tenant_id = {tx.TenantId} and h.release_time is null and h.report_id > {after}
                    and ({article}::uuid is null or h.article_id = {article}::uuid) and ({step}::text is null or h.step = {step}::text)
                order by h.report_id limit {size + 1}
                """);
            if (known is { Rows.Count: 0 }) throw ArticleStore.NotFound(article!.Value);
            var response = new ListHeldReportsResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].ReportId.ToString()) : "" };
            response.HeldReports.AddRange(rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
