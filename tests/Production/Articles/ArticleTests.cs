using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Tests.Articles;

public sealed class ArticleTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task What_is_given_changes_and_nothing_else()
    {
        var article = await _floor.Article(("Cutting", "0.2500"));
        var renamed = await Update(new() { ArticleId = article.Id, Name = "Another" });
        renamed.ShouldBe(new Article(article) { Name = "Another", Etag = "2" });
        (await Get(article.Id)).ShouldBe(renamed);
        (await _floor.Audited(article.Id)).ShouldBe(["article.created", "article.updated"]);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_trace()
    {
        var article = await _floor.Article();
        (await Update(new() { ArticleId = article.Id, Name = article.Name })).ShouldBe(article);
        (await _floor.Audited(article.Id)).ShouldBe(["article.created"]);
    }

    [Fact]
    public async Task An_archived_article_gets_no_new_job_until_it_is_taken_out()
    {
        var article = await _floor.Article();
        (await Update(new() { ArticleId = article.Id, IsArchived = true })).IsArchived.ShouldBeTrue();
        (await Floor.Refused(() => _floor.Job(article))).Reason.Name.ShouldBe("ARTICLE_ARCHIVED");
        (await List()).ShouldBeEmpty();
        (await List(includeArchived: true)).ShouldBe([article.Id]);
        await Update(new() { ArticleId = article.Id, IsArchived = false });
        (await _floor.Job(article)).Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_code_that_another_article_has_is_refused()
    {
        var (one, other) = (await _floor.Article(), await _floor.Article());
        (await Floor.Refused(() => Update(new() { ArticleId = one.Id, Code = other.Code }))).Reason.Name.ShouldBe("ARTICLE_CODE_TAKEN");
    }

    [Fact]
    public async Task Whoever_decided_on_an_older_state_is_refused()
    {
        var article = await _floor.Article();
        await Update(new() { ArticleId = article.Id, Name = "First", Etag = article.Etag });
        (await Floor.Refused(() => Update(new() { ArticleId = article.Id, Name = "Second", Etag = article.Etag }))).Reason.ShouldBe(CommonReasons.EtagMismatch);
        (await Floor.Refused(() => Delete(article.Id, article.Etag))).Reason.ShouldBe(CommonReasons.EtagMismatch);
        (await Get(article.Id)).Name.ShouldBe("First");
    }

    [Fact]
    public async Task A_deleted_article_is_gone_and_its_code_free()
    {
        var article = await _floor.Article(("Cutting", "1"));
        await Delete(article.Id);
        (await Floor.Refused(() => Get(article.Id))).Reason.Name.ShouldBe("ARTICLE_NOT_FOUND");
        (await Floor.Refused(() => _floor.Job(article))).Reason.Name.ShouldBe("ARTICLE_NOT_FOUND");
        (await Floor.Refused(() => _floor.Rate(article, "Cutting", "2"))).Reason.Name.ShouldBe("ARTICLE_NOT_FOUND");
        (await Floor.Refused(() => Delete(article.Id))).Reason.Name.ShouldBe("ARTICLE_NOT_FOUND");
        (await List(includeArchived: true)).ShouldBeEmpty();
        (await _floor.Articles.CreateArticle(new() { Code = article.Code, Name = "Again" }, _floor.Call()).InTime()).Code.ShouldBe(article.Code);
    }

    [Fact]
    public async Task What_refers_to_an_article_is_told_to_whoever_wants_to_delete_it()
    {
        var article = await _floor.Article();
        for (var i = 0; i < 7; i++) await _floor.Job(article);
        var refusal = await Floor.Refused(() => Delete(article.Id));
        (refusal.Reason.Name, refusal.Message).ShouldBe(("ARTICLE_IN_USE", $"{article.Code} is made by 7 jobs: 1, 2, 3, 4, 5 and others. Archive the article instead, then it gets no new jobs."));
    }

    [Fact]
    public async Task A_job_and_the_deletion_of_its_article_at_once_never_both_succeed()
    {
        for (var i = 0; i < 10; i++)
        {
            var article = await _floor.Article();
            var outcomes = await Task.WhenAll(Task.Run(() => Floor.Outcome(() => _floor.Job(article))), Task.Run(() => Floor.Outcome(() => Delete(article.Id))));
            outcomes.Count(o => o is null).ShouldBe(1, string.Join(" and ", outcomes));
        }
    }

    private Task<Article> Update(UpdateArticleRequest request) => _floor.Articles.UpdateArticle(request, _floor.Call()).InTime();

    private Task<Empty> Delete(string id, string etag = "") => _floor.Articles.DeleteArticle(new() { ArticleId = id, Etag = etag }, _floor.Call()).InTime();

    private Task<Article> Get(string id) => _floor.Articles.GetArticle(new() { ArticleId = id }, _floor.Call()).InTime();

    private async Task<IEnumerable<string>> List(bool includeArchived = false) =>
        (await _floor.Articles.ListArticles(new() { IncludeArchived = includeArchived }, _floor.Call()).InTime()).Articles.Select(a => a.Id);
}
