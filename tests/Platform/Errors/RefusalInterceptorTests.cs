using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Errors;

public sealed class RefusalInterceptorTests
{
    private const string Secret = "Host=db7;Password=hunter2";
    private static readonly Reason Full = new("STORE_FULL", StatusCode.FailedPrecondition, "Full.") { Code = "OUT_OF_ROOM", HttpStatus = 507 };
    private readonly LogRecorder _log = new();

    public static TheoryData<Exception, StatusCode, string, LogLevel?> Failures => new()
    {
        { Full.Refuse("No room."), StatusCode.FailedPrecondition, "STORE_FULL", null },
        { new NpgsqlException(Secret, new System.IO.IOException(Secret)), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { new NpgsqlException(Secret, new TimeoutException()), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.DeadlockDetected), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.LockNotAvailable), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.QueryCanceled), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.AdminShutdown), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.TooManyConnections), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.UniqueViolation), StatusCode.Aborted, "CONFLICT", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.ForeignKeyViolation), StatusCode.Aborted, "CONFLICT", LogLevel.Warning },
        { Postgres(PostgresErrorCodes.CheckViolation), StatusCode.Internal, "INTERNAL", LogLevel.Error },
        { Postgres(PostgresErrorCodes.UndefinedTable), StatusCode.Internal, "INTERNAL", LogLevel.Error },
        { new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, Secret)), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { new RpcException(new Grpc.Core.Status(StatusCode.DeadlineExceeded, Secret)), StatusCode.Unavailable, "UNAVAILABLE", LogLevel.Warning },
        { new RpcException(new Grpc.Core.Status(StatusCode.NotFound, Secret)), StatusCode.Internal, "INTERNAL", LogLevel.Error },
        { new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, Secret)), StatusCode.Internal, "INTERNAL", LogLevel.Error },
        { new InvalidOperationException(Secret), StatusCode.Internal, "INTERNAL", LogLevel.Error },
        { new OperationCanceledException(Secret), StatusCode.Internal, "INTERNAL", LogLevel.Error },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_a_slice_throws_becomes_one_answer(Exception failure, StatusCode status, string reason, LogLevel? logged)
    {
        var answer = await Answer(failure);
        var details = Details(answer);
        (answer.StatusCode, (StatusCode)details.Code, Info(details).Type, Info(details).Domain).ShouldBe((status, status, reason, "factoryflow"));
        (answer.Status.Detail + details).ShouldNotContain("hunter2");
        _log.From(LogLevel.Warning).Count.ShouldBe(logged is null ? 0 : 1);
        _log.From(LogLevel.Error).Count.ShouldBe(logged is LogLevel.Error ? 1 : 0);
    }

    [Fact]
    public async Task A_reason_that_stands_out_says_its_own_code_and_status()
    {
        var info = Info(Details(await Answer(Full.Refuse("No room."))));
        (info.Metadata["code"], info.Metadata["http_status"]).ShouldBe(("OUT_OF_ROOM", "507"));
    }

    [Fact]
    public async Task Fields_at_fault_are_named()
    {
        var details = Details(await Answer(Full.Refuse("No room.", "job_steps[0].name"))).Details;
        details.Count.ShouldBe(2);
        var violation = details[1].Unpack<BadRequest>().FieldViolations.Single();
        (violation.Field, violation.Description).ShouldBe(("job_steps[0].name", "No room."));
    }

    [Fact]
    public async Task A_refusal_that_waiting_ends_says_how_long() =>
        Details(await Answer(Full.Refuse("No room.", TimeSpan.FromSeconds(90)))).Details[1].Unpack<RetryInfo>().RetryDelay.ShouldBe(Duration.FromTimeSpan(TimeSpan.FromSeconds(90)));

    [Fact]
    public async Task What_another_service_refused_is_refused_with_its_words()
    {
        var theirs = RefusalInterceptor.ToRpc(Full.Refuse("No room."));
        theirs.Trailers.Add("x-of-theirs", "1");
        var ours = await Answer(theirs);
        (ours.Status, ours.Trailers.Select(t => t.Key).Single()).ShouldBe((theirs.Status, "grpc-status-details-bin"));
        Info(Details(ours)).Type.ShouldBe("STORE_FULL");
    }

    [Fact]
    public async Task What_broke_in_another_service_is_not_passed_on() =>
        (await Answer(RefusalInterceptor.ToRpc(CommonReasons.Internal.Refuse(Secret)))).Status.Detail.ShouldNotContain("hunter2");

    public static TheoryData<Exception> Cancellations => [new OperationCanceledException(), new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, ""))];

    [Theory]
    [MemberData(nameof(Cancellations))]
    public async Task A_caller_who_went_away_is_no_error(Exception cancellation)
    {
        (await Answer(cancellation, new CancellationToken(true))).StatusCode.ShouldBe(StatusCode.Cancelled);
        _log.From(LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_succeeds_is_left_alone() =>
        (await new RefusalInterceptor(_log.For<RefusalInterceptor>()).UnaryServerHandler(new Empty(), TestCall.Anonymous(), (r, _) => Task.FromResult(r)).InTime()).ShouldBe(new Empty());

    private static PostgresException Postgres(string state) => new(Secret, "ERROR", "ERROR", state);

    private Task<RpcException> Answer(Exception failure, CancellationToken? cancellation = null) => Should.ThrowAsync<RpcException>(
        new RefusalInterceptor(_log.For<RefusalInterceptor>()).UnaryServerHandler<Empty, Empty>(
            new Empty(), TestCall.Of(Guid.NewGuid(), cancellation: cancellation), (_, _) => Task.FromException<Empty>(failure)).InTime());

    private static Google.Rpc.Status Details(RpcException e) => Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin"));

    private static ErrorInfo Info(Google.Rpc.Status status) => status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
}
