using static FactoryFlow.EndToEnd.Tests.BadInput.RefusalTests;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What the calls of those who run the platform refuse.</summary>
internal static class OperationsRefusals
{
    public static IEnumerable<Row> Rows =>
    [
        .. Of("OperationsService.ListUndeliverableFacts",
            ("a service that is none", Set("service", "kitchen"), 400, "INVALID_INPUT", "service"),
            ("a state that is none", Set("state", "LOST"), 400, "INVALID_VALUE", "state"),
            ("a tenant that is no id", Set("tenantId", "x"), 400, "INVALID_INPUT", "tenantId"),
            ("a queue too long", Set("queue", new string('q', 256)), 400, "INVALID_INPUT", "queue"),
            ("a token of ours that is not", Set("pageToken", "x"), 400, "PAGE_TOKEN_INVALID", "pageToken")),
        .. Of("OperationsService.GetUndeliverableFact",
            ("a service that is none", Set("service", "kitchen"), 400, "INVALID_INPUT", "service"),
            ("a fact that is no id", Set("factId", "x"), 400, "INVALID_INPUT", "factId"),
            ("unknown fact", Set("factId", Nobody), 404, "UNDELIVERABLE_FACT_NOT_FOUND", "factId"),
            ("another service's fact", Set("service", "tenancy"), 404, "UNDELIVERABLE_FACT_NOT_FOUND", "factId")),
        .. Of("OperationsService.RetryUndeliverableFact",
            ("a service that is none", Set("service", "kitchen"), 400, "INVALID_INPUT", "service"),
            ("unknown fact", Set("factId", Nobody), 404, "UNDELIVERABLE_FACT_NOT_FOUND", "factId")),
        .. Of("OperationsService.DiscardUndeliverableFact",
            ("no reason", Remove("reason"), 400, "INVALID_INPUT", "reason"),
            ("a reason too long", Set("reason", new string('r', 501)), 400, "INVALID_INPUT", "reason"),
            ("unknown fact", Set("factId", Nobody), 404, "UNDELIVERABLE_FACT_NOT_FOUND", "factId")),
        .. Of("OperationsService.ReemitFacts", ("a service that is none", Set("service", "kitchen"), 400, "INVALID_INPUT", "service")),
        .. Of("OperationsService.ListSagas",
            ("a service that is none", Set("service", "kitchen"), 400, "INVALID_INPUT", "service"),
            ("a tenant that is no id", Set("tenantId", "x"), 400, "INVALID_INPUT", "tenantId"),
            ("a state too long", Set("state", new string('s', 101)), 400, "INVALID_INPUT", "state"),
            ("a token of ours that is not", Set("pageToken", "x"), 400, "PAGE_TOKEN_INVALID", "pageToken")),
        .. Of("UserService.UnlockUser",
            ("unknown user", Set("userId", Nobody), 404, "USER_NOT_FOUND", null),
            ("a tenant that is no id", Set("tenantId", "x"), 400, "INVALID_INPUT", "tenantId")),
    ];
}
