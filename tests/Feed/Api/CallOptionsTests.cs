using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Options are values: every With returns others and leaves the rest alone.</summary>
public sealed class CallOptionsTests
{
    private static readonly Metadata Headers = new() { { "k", "v" } };
    private static readonly DateTime Deadline = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly CancellationTokenSource Source = new();
    private static readonly WriteOptions Writing = new(WriteFlags.NoCompress);
    private static readonly CallCredentials Credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    private static readonly CallOptions Full = new(Headers, Deadline, Source.Token, Writing, null, Credentials);

    [Fact]
    public void The_default_sets_nothing() => Parts(default).ShouldBe((null, null, CancellationToken.None, null, null, false));

    [Fact]
    public void The_constructor_sets_what_it_is_given() => Parts(Full).ShouldBe((Headers, Deadline, Source.Token, Writing, Credentials, false));

    [Fact]
    public void Each_with_sets_its_own_part() =>
        Parts(default(CallOptions).WithHeaders(Headers).WithDeadline(Deadline).WithCancellationToken(Source.Token).WithWriteOptions(Writing)
            .WithCredentials(Credentials).WithWaitForReady()).ShouldBe((Headers, Deadline, Source.Token, Writing, Credentials, true));

    [Fact]
    public void Each_with_keeps_all_other_parts()
    {
        Metadata headers = [];
        Parts(Full.WithHeaders(headers)).ShouldBe((headers, Deadline, Source.Token, Writing, Credentials, false));
        Parts(Full.WithDeadline(DateTime.MaxValue)).ShouldBe((Headers, DateTime.MaxValue, Source.Token, Writing, Credentials, false));
        Parts(Full.WithCancellationToken(Bounded.Token)).ShouldBe((Headers, Deadline, Bounded.Token, Writing, Credentials, false));
        Parts(Full.WithWriteOptions(WriteOptions.Default)).ShouldBe((Headers, Deadline, Source.Token, WriteOptions.Default, Credentials, false));
        Parts(Full.WithWaitForReady()).ShouldBe((Headers, Deadline, Source.Token, Writing, Credentials, true));
    }

    [Fact]
    public void Waiting_can_be_taken_back() => default(CallOptions).WithWaitForReady().WithWaitForReady(false).IsWaitForReady.ShouldBeFalse();

    [Fact]
    public void With_leaves_the_original_alone()
    {
        Full.WithHeaders([]).Headers.ShouldNotBe(Headers);
        Full.Headers.ShouldBeSameAs(Headers);
    }

    [Fact]
    public void Write_options_carry_their_flags()
    {
        WriteOptions.Default.Flags.ShouldBe(default);
        new WriteOptions(WriteFlags.BufferHint | WriteFlags.NoCompress).Flags.ShouldBe((WriteFlags)3);
    }

    private static (Metadata? Headers, DateTime? Deadline, CancellationToken Token, WriteOptions? Write, CallCredentials? Credentials, bool Waits)
        Parts(CallOptions options) =>
        (options.Headers, options.Deadline, options.CancellationToken, options.WriteOptions, options.Credentials, options.IsWaitForReady);
}
