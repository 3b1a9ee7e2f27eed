using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class GateTests
{
    // Job, step and how it stands: + is completed, and a number behind it are rejects that were not sent back.
    [Theory]
    [InlineData("", "{}", "no job belongs to the order")]
    [InlineData("1 Cutting +, 1 Packing +", "{}", "")]
    [InlineData("1 Cutting +, 1 Packing -, 2 Cutting -", "{}", "Packing of job 1 is not completed; Cutting of job 2 is not completed")]
    [InlineData("1 Cutting +, 1 Inspection -", "{}", "")]
    [InlineData("1 Cutting +, 1 Looking -", """{"qaPass": {"steps": ["looking"]}}""", "")]
    [InlineData("1 Cutting +, 1 Packing -", """{"assemblyComplete": {"steps": ["CUTTING"]}}""", "")]
    [InlineData("1 Cutting -, 1 Packing -", """{"assemblyComplete": {"steps": ["Cutting"]}}""", "Cutting of job 1 is not completed")]
    public void Assembly_is_complete_when_each_job_has_done_what_is_named_or_all_but_inspection(string steps, string gates, string missing) =>
        string.Join("; ", AssemblyComplete.Missing(Steps(steps), Flow(gates))).ShouldBe(missing);

    [Theory]
    [InlineData("", "{}", "no job belongs to the order")]
    [InlineData("1 Cutting -, 1 Inspection +", "{}", "")]
    [InlineData("1 qc +, 2 quality-control +", """{"qaPass": {"steps": ["QC", "Quality-control"]}}""", "")]
    [InlineData("1 Inspection -", "{}", "Inspection of job 1 is not completed")]
    [InlineData("1 Inspection +, 2 Cutting +", "{}", "job 2 has no step that is called QA or QC or Quality control or Inspection")]
    [InlineData("1 Inspection +3", "{}", "3 rejected pieces of job 1 were not sent back, and 0 are allowed")]
    [InlineData("1 Inspection +3, 1 Cutting +5", """{"qaPass": {"maxOpenRejects": 3}}""", "")]
    [InlineData("1 QA +2, 1 QC +2", """{"qaPass": {"maxOpenRejects": 3}}""", "4 rejected pieces of job 1 were not sent back, and 3 are allowed")]
    public void Inspection_is_passed_when_each_job_was_inspected_and_rejected_no_more_than_allowed(string steps, string gates, string missing) =>
        string.Join("; ", QaPass.Missing(Steps(steps), Flow(gates))).ShouldBe(missing);

    private static OrderFlow Flow(string gates) => JsonParser.Default.Parse<OrderFlow>($$"""{"qualityGates": {{gates}}}""");

    private static List<OrderStep> Steps(string text) => [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(step => step.Split(' ')).Select(step => new OrderStep(
        int.Parse(step[0], null), step[1], step[2][0] == '+', step[2].Length > 1 ? int.Parse(step[2][1..], null) : 0))];
}
