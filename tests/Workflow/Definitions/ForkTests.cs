using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Definitions;

/// <summary>Which nets of forks and joins keep every token, and which are refused.</summary>
public sealed class ForkTests
{
    [Theory]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f f-b f-c b-j c-j j-z")]
    [InlineData("start:a fork:f manual:b fork:g manual:c manual:d join:k join:j end:z", "a-f f-b f-g g-c g-d c-k d-k k-j b-j j-z")]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f f-b f-c b-b b-j c-b c-j j-z")]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f f-b f-c b-j c-j j-a j-z")]
    public void A_net_whose_branches_meet_is_taken(string states, string ways) => Faults(states, ways).ShouldBeEmpty();

    [Theory]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f f-b f-c b-j c-z j-z", "lies in a branch of the fork \"f\"")]
    [InlineData("start:a fork:f manual:b manual:c end:z", "a-f f-b f-c b-z c-z", "has no join")]
    [InlineData("start:a fork:f manual:b join:j end:z", "a-f f-b b-j j-z", "at least two")]
    [InlineData("start:a manual:b join:j end:z", "a-b b-j j-z", "has no fork before it")]
    [InlineData("start:a fork:f manual:b manual:c join:j join:k end:z", "a-f f-b f-c b-j c-k j-z k-z", "has two joins")]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f a-b f-b f-c b-j c-j j-z", "another way reaches it")]
    [InlineData("start:a fork:f manual:b manual:c join:j end:z", "a-f f-b f-c b-j c-j c-a j-z", "another way reaches it")]
    [InlineData("start:a fork:f manual:b fork:g manual:c manual:d join:j end:z", "a-f f-b f-g g-c g-d c-j d-j b-j j-z", "another way reaches it")]
    public void A_net_that_would_lose_or_double_a_token_is_refused(string states, string ways, string message) =>
        Faults(states, ways).ShouldContain(f => f.Contains(message, StringComparison.Ordinal), string.Join('\n', Faults(states, ways)));

    private static List<string> Faults(string states, string ways) => [.. Some.Read(
        $"states: [{string.Join(", ", states.Split(' ').Select(s => s.Split(':')).Select(s => $"{{ id: {s[1]}, type: {s[0]} }}"))}]\n"
        + $"transitions: [{string.Join(", ", ways.Split(' ').Select(w => w.Split('-')).Select(w => $"{{ from: {w[0]}, to: {w[1]} }}"))}]").Faults.Select(f => f.Message)];
}
