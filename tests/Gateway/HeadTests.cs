using System.Net;

namespace FactoryFlow.Gateway.Tests;

/// <summary>HEAD says what GET says, without the body.</summary>
public sealed class HeadTests(WithGateway running) : IClassFixture<WithGateway>
{
    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData("/trial/things/7")]
    [InlineData("/trial/things/7?nonsense=1")]
    [InlineData("/trial/private")]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/docs")]
    [InlineData("/docs/errors")]
    [InlineData("/openapi/v1.json")]
    public async Task A_head_is_that_of_the_answer_without_its_body(string path)
    {
        var (whole, head) = (await _gateway.Get(path), await _gateway.Send("HEAD", path, null));
        (head.Status, head.ContentType, head.Body).ShouldBe((whole.Status, whole.ContentType, ""));
        // A problem document tells the time and the request, whose lengths are their own.
        if (whole.Status == HttpStatusCode.OK) head.Headers.GetValueOrDefault("Content-Length").ShouldBe(whole.Headers.GetValueOrDefault("Content-Length"));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("events")]
    public async Task A_stream_is_not_made_for_its_head_alone(string what)
    {
        var answer = await _gateway.Send("HEAD", $"/trial/stream/{what}?pieces=1&bytesEach=1", null);
        ((int)answer.Status, answer.Headers["Allow"]).ShouldBe((405, "GET"));
    }

    [Fact]
    public async Task A_head_after_another_call_does_not_break_its_connection()
    {
        for (var i = 0; i < 5; i++)
        {
            (await _gateway.Send("HEAD", "/trial/things/7", null)).Status.ShouldBe(HttpStatusCode.OK);
            (await _gateway.Get("/trial/things/7")).Body.ShouldContain("7");
        }
    }
}
