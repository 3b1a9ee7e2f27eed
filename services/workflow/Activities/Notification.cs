using System.Text.Json;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Tasks;

namespace FactoryFlow.Workflow.Activities;

/// <summary>What people are to be told, and who.</summary>
internal sealed record Notification(string Channel, string? User, IReadOnlyList<string> Roles, string Address, string Subject, string Text)
{
    /// <summary>The channel where none is named.</summary>
    public const string Email = "EMAIL";

    private const int LongestSubject = 200;

    /// <summary>As an activity is given it, its templates filled in.</summary>
    public static Notification Read(JsonElement input)
    {
        var to = input.GetProperty("to");
        var roles = to.TryGetProperty("roles", out var several) && several.ValueKind == JsonValueKind.Array ? several.EnumerateArray().Select(TextOf) : [];
        return new Notification(
            TextOf(input, "channel") is { Length: > 0 } channel ? channel : Email, TextOf(to, "user"), [.. roles.Append(TextOf(to, "role")).Where(role => role.Length > 0).Distinct()],
            TextOf(to, "address").Trim(), OneLine(TextOf(input, "subject")), TextOf(input, "body"));
    }

    /// <summary>Whether it is for nobody who is known.</summary>
    public bool IsForNobody(Instance instance) => UserOf(instance) is null && Roles.Count == 0 && Address.Length == 0;

    /// <summary>That somebody is to be told; each is told once, whoever hears of it how often.</summary>
    public WorkflowNotificationRequested ToFact(TenantTx tx, InstanceRow row, Instance instance) => new()
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InstanceId = row.Id, DefinitionName = row.DefinitionName, BusinessKey = row.BusinessKey,
        Channel = Channel, UserId = UserOf(instance), Roles = Roles, Address = Address, Subject = Subject, Text = Text,
    };

    private Guid? UserOf(Instance instance) => User switch
    {
        null or "" => null,
        _ when Guid.TryParseExact(User, "D", out var id) => id,
        Definitions.DefinitionReader.Starter => instance.StartedBy,
        _ => User.StartsWith(Definitions.DefinitionReader.OfContext, StringComparison.Ordinal) ? Assigning.UserOf(User, instance) : null,
    };

    private static string TextOf(JsonElement value, string name) => value.TryGetProperty(name, out var found) ? TextOf(found) : "";

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    // A line break in it would begin a header of a mail.
    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return Shortened.To(line, LongestSubject);
    }
}
