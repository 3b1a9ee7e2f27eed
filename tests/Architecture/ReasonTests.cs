using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Architecture.Tests;

/// <summary>
/// Nobody is refused for a reason that the API's description does not list: it is made of the names in an RPC's comment, and a comment
/// that forgets one is noticed otherwise only when a test happens to be refused for it.
/// </summary>
public sealed partial class ReasonTests
{
    // Reached by the text, and never by a call.
    private static readonly Dictionary<string, string> s_impossible = new(StringComparer.Ordinal)
    {
        ["VerifySignup ROLE_NOT_FOUND"] = "buyers have a role that every tenant has",
        ["VerifySignup PERMISSION_NOT_FOR_KIND"] = "and it is made for them",
        ["DeleteUser PERMISSIONS_TOO_MANY"] = "who is gone gets no token",
        ["GetUsage TENANT_NOT_FOUND"] = "the tenant is the caller's own",
        ["CreateMigration MIGRATION_NOT_FOUND"] = "it is read after it was written",
        ["CreateDispute DISPUTE_NOT_FOUND"] = "it is read after it was written",
        ["AnswerDispute ENTRY_NOT_FOUND"] = "an answer names no entries",
        ["WithdrawDispute ENTRY_NOT_FOUND"] = "nor does who withdraws",
        ["CreateArticle RATE_TIME_TAKEN"] = "a new article has no other rates",
    };

    private static readonly IReadOnlyList<FileDescriptor> s_files = [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)];
    private static readonly List<MethodDescriptor> s_rpcs = [.. s_files.Where(f => f.Package.StartsWith("factoryflow.", StringComparison.Ordinal)).SelectMany(f => f.Services).SelectMany(s => s.Methods)];
    private static readonly ProtoComments s_comments = ProtoComments.In(typeof(OptionsReflection).Assembly);

    [Fact]
    public void An_rpc_that_is_refused_as_another_one_names_the_reasons() =>
        s_rpcs.Where(rpc => Referring(s_comments.Of(rpc.FullName)).Any()).Select(rpc => rpc.FullName)
            .ShouldBeEmpty("write the reasons out: the API's description is made of the names in the RPC's own comment");

    [Theory]
    [InlineData("Adds one. Refused as CreateJob is, and with JOB_NOT_FOUND.", true)]
    [InlineData("Adds one. Refused with JOB_NOT_FOUND, else like CreateJob.", true)]
    [InlineData("Does what CreateJob does, as ListJobs shows it. Refused with JOB_NOT_FOUND.", false)]
    [InlineData("Answers as CreateJob does. Refused as those are: with JOB_NOT_FOUND.", false)]
    public void A_comment_that_only_refers_is_noticed(string comment, bool expected) => Referring(comment).Any().ShouldBe(expected);

    [Fact]
    public void Every_reason_that_a_call_can_reach_is_in_the_APIs_description()
    {
        var reached = Reached();
        reached.Count.ShouldBeGreaterThan(250);
        // What only a constraint refuses.
        reached.ShouldContain(one => one.Rpc.Name == "UpdateDefinition" && one.Reason == "DEFINITION_NAME_TAKEN");
        var documented = Documented();
        reached.Where(one => documented.TryGetValue(one.Rpc.FullName, out var known) && !known.Contains(one.Reason) && !s_impossible.ContainsKey($"{one.Rpc.Name} {one.Reason}"))
            .Select(one => $"{one.Rpc.Name} {one.Reason}: {one.Way}").ShouldBeEmpty("name them in the comment of the RPC, or say above why they cannot be");
        s_impossible.Keys.Where(pair => !reached.Exists(one => pair == $"{one.Rpc.Name} {one.Reason}")).ShouldBeEmpty("they are not reached any more");
    }

    [Fact]
    public void What_is_reached_is_found_in_rules_and_in_stores()
    {
        var graph = new CallGraph([
            new("services/x/Jobs/GetJob.cs", "partial class JobService { public override Task<Job> GetJob(Request r) => Own(r); private Job Own(Request r) { Job.Check(r); return JobStore.Add(); } }"),
            new("services/x/Jobs/Job.cs", "record Job { public static void Check(Request r) { if (r.IsBad) throw Reasons.Bad.Refuse(\"x\"); } public void Other() => throw Reasons.Other; }"),
            new("services/x/Jobs/JobStore.cs", "static class JobStore { public static Job Add() => Sql(\"insert into jobs\"); private static Job Sql(string s) => throw Reasons.Gone; }"),
        ]);
        var texts = graph.From("JobService", "GetJob").ToList();
        texts.Select(one => one.Way).ShouldBe(["GetJob", "GetJob", "GetJob > Job.Check", "GetJob > JobStore.Add", "GetJob > JobStore.Add > JobStore.Sql"]);
        texts.ShouldNotContain(one => one.Text.Contains("Reasons.Other", StringComparison.Ordinal));
    }

    // Sentences about refusals that send the reader elsewhere.
    private static IEnumerable<string> Referring(string comment) =>
        SentenceEnd().Split(comment).Where(sentence => sentence.Contains("efused", StringComparison.Ordinal) && Reference().IsMatch(sentence));

    private static List<(MethodDescriptor Rpc, string Reason, string Way)> Reached()
    {
        var reached = new List<(MethodDescriptor Rpc, string Reason, string Way)>();
        foreach (var service in s_rpcs.GroupBy(rpc => rpc.File.Package.Split('.')[1]))
        {
            var graph = new CallGraph(Repository.Files.Where(f => f.Is($"services/{service.Key}/", ".cs")));
            var reasons = ReasonsOf(service.Key);
            foreach (var rpc in service)
                reached.AddRange(graph.From(rpc.Service.Name, rpc.Name).SelectMany(at => In(at.Text, rpc, reasons).Select(reason => (rpc, reason, at.Way))).DistinctBy(one => one.reason));
        }

        return reached;
    }

    // Those that the text names, and those of constraints that what it writes can break.
    private static IEnumerable<string> In(string text, MethodDescriptor rpc, Dictionary<string, Reason> reasons)
    {
        foreach (Match named in NamedReason().Matches(text))
            if (reasons.TryGetValue(named.Groups[1].Value, out var reason)) yield return reason.Name;
        if (!rpc.Name.StartsWith("Create", StringComparison.Ordinal) && !rpc.Name.StartsWith("Update", StringComparison.Ordinal)) yield break;
        foreach (Match written in Written().Matches(text))
            foreach (var reason in reasons.Values.Where(r => r.Constraint?.StartsWith(written.Groups[2].Value + "_", StringComparison.Ordinal) == true && !r.Constraint.EndsWith("_fkey", StringComparison.Ordinal)))
                if (written.Groups[1].Value == "insert into" || Regex.IsMatch(written.Groups[3].Value, $@"\b{reason.Constraint!.Split('_')[^2]}\b")) yield return reason.Name;
    }

    private static Dictionary<string, Reason> ReasonsOf(string service)
    {
        var name = char.ToUpperInvariant(service[0]) + service[1..];
        var own = Assembly.Load($"FactoryFlow.{name}").GetType($"FactoryFlow.{name}.Reasons", throwOnError: true)!;
        return typeof(CommonReasons).GetFields().Concat(own.GetFields()).Where(field => field.FieldType == typeof(Reason))
            .GroupBy(field => field.Name).ToDictionary(group => group.Key, group => (Reason)group.Last().GetValue(null)!, StringComparer.Ordinal);
    }

    // By the full name of an RPC, the reasons that its operations list.
    private static Dictionary<string, HashSet<string>> Documented()
    {
        var document = JsonNode.Parse(ApiDocument.Write(RouteTable.Of(s_files), s_files))!;
        var documented = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value!))
        {
            var name = ((string)operation["x-grpc"]!).Replace('/', '.');
            if (!documented.TryGetValue(name, out var reasons)) reasons = documented[name] = [];
            foreach (var (_, response) in operation["responses"]!.AsObject())
            {
                var said = (string?)response!["$ref"] is { } shared ? document["components"]!["responses"]![shared.Split('/')[^1]]! : response;
                if (said["content"]?["application/problem+json"]?["schema"]?["allOf"]?[1]?["properties"]?["reason"]?["enum"] is JsonArray names)
                    reasons.UnionWith(names.Select(reason => (string)reason!));
            }
        }

        return documented;
    }

    [GeneratedRegex(@"(?<=[.:]) ")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(?:as|like) [A-Z][a-z]+[A-Z]\w*")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(?:Common)?Reasons\.(\w+)")]
    private static partial Regex NamedReason();

    [GeneratedRegex("(insert into|update) (\\w+)([^\"]*)")]
    private static partial Regex Written();
}
