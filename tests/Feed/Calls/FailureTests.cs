using FactoryFlow.Feed.Tests.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>A failed call ends with the status, detail and trailers that the server chose.</summary>
public sealed class FailureTests
{
    public static TheoryData<StatusCode> Failures => [.. System.Enum.GetValues<StatusCode>().Except([StatusCode.OK])];

    [Theory(Timeout = Bounded.Milliseconds)]
    [MemberData(nameof(Failures))]
    public async Task Every_status_arrives_with_its_detail_and_trailers(StatusCode code)
    {
        await using var server = await EchoServer.StartAsync();
        var request = new Note { Count = (int)code, Text = "weil: 100 % – größer", Payload = ByteString.CopyFrom(0, 255) };
        var failure = await FailureOf(server.Client().FailAsync(request, cancellationToken: Bounded.Token));
        (failure.StatusCode, failure.Status.Detail).ShouldBe((code, request.Text));
        failure.Message.ShouldBe($"Status(StatusCode=\"{code}\", Detail=\"{request.Text}\")");
        failure.Trailers.GetValue("x-reason").ShouldBe("ASKED_TO");
        failure.Trailers.GetValueBytes("x-reason-bin").ShouldBe([0, 255]);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_failed_call_still_tells_its_status_and_trailers()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().FailAsync(new Note { Count = (int)StatusCode.NotFound, Text = "gone" }, cancellationToken: Bounded.Token);
        await FailureOf(call);
        (call.GetStatus().StatusCode, call.GetTrailers().GetValue("x-reason")).ShouldBe((StatusCode.NotFound, "ASKED_TO"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_failure_in_a_stream_is_thrown_where_it_is_read()
    {
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<FailingInterceptor>());
        using var call = server.Client().Repeat(new Note { Count = 2 }, cancellationToken: Bounded.Token);
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeTrue();
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeTrue();
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(Bounded.Token));
        (failure.StatusCode, failure.Status.Detail).ShouldBe((StatusCode.DataLoss, "after the last message"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Details_arrive_as_a_google_rpc_status()
    {
        var details = new Status { Code = (int)StatusCode.InvalidArgument, Message = "m", Details = { Any.Pack(new ErrorInfo { Domain = "production" }) } };
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<FailingInterceptor>(details));
        var failure = await FailureOf(server.Client().SayAsync(new Note(), cancellationToken: Bounded.Token));
        var received = Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        received.ShouldBe(details);
        received.Details.Single().Unpack<ErrorInfo>().Domain.ShouldBe("production");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_unknown_service_is_unimplemented()
    {
        await using var server = await EchoServer.StartAsync();
        var method = new Method<string, string>(MethodType.Unary, "no.Such", "Thing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var call = server.Invoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Bounded.Token), "");
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_unforeseen_exception_is_unknown_and_says_nothing_of_itself()
    {
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<ThrowingInterceptor>());
        var failure = await FailureOf(server.Client().SayAsync(new Note(), cancellationToken: Bounded.Token));
        (failure.StatusCode, failure.Status.Detail).ShouldBe((StatusCode.Unknown, "Exception was thrown by handler."));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_server_that_is_gone_is_unavailable_and_the_cause_is_kept()
    {
        var server = await EchoServer.StartAsync();
        var client = server.Client();
        await server.StopAsync();
        var failure = await FailureOf(client.SayAsync(new Note(), cancellationToken: Bounded.Token));
        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
        failure.InnerException.ShouldBe(failure.Status.DebugException.ShouldNotBeNull());
        await server.DisposeAsync();
    }

    private static Task<RpcException> FailureOf(AsyncUnaryCall<Note> call) => Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(Bounded.Token));
}
