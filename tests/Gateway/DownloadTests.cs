using System.Net;
using FactoryFlow.Testing;
using FactoryFlow.Trial.V1;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests;

/// <summary>Answers that are files and come piece by piece.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private const int Piece = 64 * 1024;
    private TrialHost _service = null!;
    private RunningGateway _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TrialHost.Start();
        _gateway = await RunningGateway.Start([_service.Address], deadline: "00:00:00.5");
        _client = new HttpClient { BaseAddress = _gateway.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 0)]
    [InlineData(40, 100_000)]
    public async Task A_file_arrives_whole_with_what_it_is_and_what_it_is_called(int pieces, int bytes)
    {
        var answer = await _gateway.Get($"/trial/stream/file?pieces={pieces}&bytesEach={bytes}");
        answer.Body.ShouldNotStartWith("{");
        (answer.Status, answer.ContentType, answer.Headers["Content-Disposition"]).ShouldBe((HttpStatusCode.OK, "text/plain; charset=utf-8", "attachment; filename=\"a.txt\""));
        (answer.Body.Length, answer.Body.Trim('a')).ShouldBe((pieces * bytes, ""));
        answer.Headers.Keys.ShouldContain("X-Request-Id");
    }

    [Fact]
    public async Task It_may_take_longer_than_any_other_answer_as_long_as_something_comes() =>
        (await _gateway.Get("/trial/stream/file?pieces=25&bytesEach=1&millisecondsBetween=100")).Body.Length.ShouldBe(25);

    [Fact]
    public async Task A_failure_before_the_first_piece_is_a_problem()
    {
        (await _gateway.Get("/trial/stream/file?fails=true")).Problem.ShouldBe("404 NOT_FOUND");
        (await _gateway.Get("/trial/stream/file?nonsense=1")).Problem.ShouldBe("400 UNKNOWN_FIELD nonsense");
        _service.IsSilent = true;
        (await _gateway.Get("/trial/stream/file?pieces=1")).Problem.ShouldBe("504 DEADLINE_EXCEEDED");
    }

    [Theory]
    [InlineData("pieces=2&bytesEach=10&fails=true")]
    [InlineData("pieces=2&bytesEach=10&millisecondsBetween=60000")]
    public async Task A_failure_in_the_middle_breaks_the_answer_off_and_does_not_end_it(string query)
    {
        // Where it breaks off at once, a client may not even have seen it begin.
        (await Should.ThrowAsync<HttpRequestException>(Whole())).InnerException.ShouldBeAssignableTo<IOException>();

        async Task Whole()
        {
            using var answer = await Begin(query).InTime();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            await answer.Content.ReadAsByteArrayAsync().InTime();
        }
    }

    [Fact]
    public async Task A_service_that_dies_breaks_it_off()
    {
        using var answer = await Begin("pieces=100&bytesEach=10&millisecondsBetween=100");
        await _service.DisposeAsync();
        await Should.ThrowAsync<HttpRequestException>(answer.Content.ReadAsByteArrayAsync().InTime());
    }

    [Fact]
    public async Task A_client_that_gives_up_ends_it_at_the_service()
    {
        using (await Begin($"pieces={int.MaxValue}&bytesEach=10&millisecondsBetween=5")) await Task.Yield();
        await _service.Abandoned.InTime();
    }

    [Fact]
    public async Task What_a_client_does_not_take_is_not_asked_of_the_service()
    {
        const int all = 4000;
        using var answer = await Begin($"pieces={all}&bytesEach={Piece}");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[Piece]);
        // Longer than the deadline of anything else: a client may be as slow as Kestrel lets it.
        var (before, taken) = (-1, 0);
        while (before != taken)
        {
            await Task.Delay(1000);
            (before, taken) = (taken, _service.PiecesTaken);
        }

        taken.ShouldBeLessThan(all / 4);
        var (rest, buffer) = (0L, new byte[Piece]);
        while (await stream.ReadAsync(buffer) is > 0 and var read) rest += read;
        rest.ShouldBe((long)(all - 1) * Piece);
    }

    [Fact]
    public async Task A_grpc_client_has_it_as_a_stream()
    {
        using var call = new StreamService.StreamServiceClient(_gateway.Channel).Fetch(new FetchRequest { Pieces = 3, BytesEach = 2 }, deadline: DateTime.UtcNow.AddSeconds(10));
        var pieces = new List<string>();
        await foreach (var piece in call.ResponseStream.ReadAllAsync()) pieces.Add(piece.ContentType + " " + piece.Data.ToStringUtf8());
        pieces.ShouldBe(["text/plain; charset=utf-8 aa", " aa", " aa"]);
    }

    private Task<HttpResponseMessage> Begin(string query) => _client.GetAsync("/trial/stream/file?" + query, HttpCompletionOption.ResponseHeadersRead);
}
