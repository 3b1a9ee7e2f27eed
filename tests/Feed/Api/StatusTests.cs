using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Statuses, and the exception that carries one.</summary>
public sealed class StatusTests
{
    private static readonly Exception Cause = new InvalidOperationException("no route");

    // The numbers are the protocol's: other implementations send and expect them.
    [Fact]
    public void The_codes_have_the_numbers_of_the_protocol() =>
        Enum.GetValues<StatusCode>().ShouldBe(
        [
            StatusCode.OK, StatusCode.Cancelled, StatusCode.Unknown, StatusCode.InvalidArgument, StatusCode.DeadlineExceeded, StatusCode.NotFound,
            StatusCode.AlreadyExists, StatusCode.PermissionDenied, StatusCode.ResourceExhausted, StatusCode.FailedPrecondition, StatusCode.Aborted,
            StatusCode.OutOfRange, StatusCode.Unimplemented, StatusCode.Internal, StatusCode.Unavailable, StatusCode.DataLoss, StatusCode.Unauthenticated,
        ]);

    [Fact]
    public void Code_numbers_have_no_gaps() => Enum.GetValues<StatusCode>().Cast<int>().ShouldBe(Enumerable.Range(0, 17));

    [Fact]
    public void The_two_defaults_carry_no_detail()
    {
        (Status.DefaultSuccess.StatusCode, Status.DefaultSuccess.Detail).ShouldBe((StatusCode.OK, ""));
        (Status.DefaultCancelled.StatusCode, Status.DefaultCancelled.Detail).ShouldBe((StatusCode.Cancelled, ""));
    }

    [Fact]
    public void A_status_prints_its_code_and_detail() =>
        new Status(StatusCode.NotFound, "no such job").ToString().ShouldBe("Status(StatusCode=\"NotFound\", Detail=\"no such job\")");

    [Fact]
    public void A_status_prints_its_local_cause_without_the_stack() =>
        new Status(StatusCode.Unavailable, "down", Cause).ToString()
            .ShouldBe("Status(StatusCode=\"Unavailable\", Detail=\"down\", DebugException=\"System.InvalidOperationException: no route\")");

    [Fact]
    public void An_exception_prints_its_status_unless_told_otherwise()
    {
        var status = new Status(StatusCode.Aborted, "stale");
        new RpcException(status).Message.ShouldBe("Status(StatusCode=\"Aborted\", Detail=\"stale\")");
        new RpcException(status, []).Message.ShouldBe(status.ToString());
        new RpcException(status, "mine").Message.ShouldBe("mine");
        new RpcException(status, [], "mine").Message.ShouldBe("mine");
    }

    [Fact]
    public void An_exception_carries_status_code_trailers_and_cause()
    {
        var trailers = new Metadata { { "k", "v" } };
        var thrown = new RpcException(new Status(StatusCode.Internal, "x", Cause), trailers);
        (thrown.StatusCode, thrown.Status.Detail, thrown.Trailers, thrown.InnerException).ShouldBe((StatusCode.Internal, "x", trailers, Cause));
    }

    [Fact]
    public void An_exception_without_trailers_has_the_empty_ones() =>
        new RpcException(Status.DefaultCancelled).Trailers.ShouldBeSameAs(Metadata.Empty);

    [Fact]
    public void An_exception_refuses_null_for_trailers() =>
        Should.Throw<ArgumentNullException>(() => new RpcException(Status.DefaultCancelled, (Metadata)null!)).ParamName.ShouldBe("trailers");
}
