using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.Rates;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Articles;

internal sealed partial class ArticleService
{
    private const int LongestCode = 64, LongestName = 200;

    // As many as a configuration has steps at most.
    private const int MostRates = 100;

    public override Task<Article> CreateArticle(CreateArticleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var code = check.Text("code", request.Code, 1, LongestCode);
        var name = check.Text("name", request.Name, 1, LongestName);
        if (!check.AtMost("step_rates", request.StepRates.Count, MostRates)) check.Done();
        var rates = request.StepRates.Select(r => (Step: r.Key, Amount: check.Amount($"step_rates[{r.Key}]", r.Value, 0m, RateRow.Largest))).ToList();
        check.Done();
        return db.Write(context, request, async tx =>
        {
            // A repeated call gets its first answer, whatever the configuration says by now.
            await tx.Flush();
            var config = (await configs.Current(tx, context.CancellationToken)).Config;
            RequirePaidSteps(rates.ConvertAll(r => r.Step), config);
            var article = new ArticleRow(tx.NewId(), code, name, config.Currency, 1, null, tx.Now, [.. rates.Select(r => r.Step)], [.. rates.Select(r => r.Amount)]);
            ArticleStore.Add(tx, article);
            var message = article.ToMessage();
            tx.Audit("article.created", "article", article.Id, Changes.Between(null, message));
            return message;
        });
    }

    private static void RequirePaidSteps(List<string> steps, TenantConfig config)
    {
        var check = new Check();
        foreach (var step in steps)
        {
            var known = config.JobSteps.FirstOrDefault(s => s.Name == step);
            if (known is null) check.Fault($"step_rates[{step}]", TenantConfigClient.NoSuchStep(config));
            else check.That(known.IsPaid, $"step_rates[{step}]", "is not a paid step: leave its rate out or make the step paid");
        }

        check.Done();
    }
}
