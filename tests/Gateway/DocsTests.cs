using System.Net;
using FactoryFlow.Gateway.OpenApi;

namespace FactoryFlow.Gateway.Tests;

public sealed class DocsTests
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/docs", "text/html" },
        { "/docs/page.js", "text/javascript" },
        { "/docs/call.js", "text/javascript" },
        { "/docs/page.css", "text/css" },
        { "/docs/errors", "text/html" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pages_need_nothing_from_elsewhere_and_may_reach_nothing_else(string path, string type)
    {
        await using var gateway = await RunningGateway.Start([]);
        var answer = await gateway.Get(path);
        (answer.Status, answer.ContentType).ShouldBe((HttpStatusCode.OK, type + "; charset=utf-8"));
        answer.Body.ShouldNotContain("://");
        answer.Body.ShouldNotContain("innerHTML");
        answer.Headers["Content-Security-Policy"].ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
    }

    [Fact]
    public async Task Every_problem_documents_type_leads_to_an_explanation()
    {
        await using var gateway = await RunningGateway.Start([]);
        var page = (await gateway.Get("/docs/errors")).Body;
        foreach (var reason in ReasonTable.Load().Sections.SelectMany(section => section.Rows)) page.ShouldContain($" id=\"{reason.Name}\"");
        (await gateway.Get("/nowhere")).Json["type"]!.ToString().ShouldBe("/docs/errors#ROUTE_NOT_FOUND");
    }
}
