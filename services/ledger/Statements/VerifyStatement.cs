using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override async Task<StatementVerification> VerifyStatement(VerifyStatementRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Code.Length == StatementContent.LengthOfCode && request.Code.All(char.IsAsciiHexDigitLower), "code", "is not a code such as statements have");
        check.Done();
        var found = await db.Through(context, Door.Verification, tx => IssuedStatementStore.Find(tx, request.Code));
        if (found.Count == 0) throw Reasons.StatementNotFound.Refuse("No statement was issued with this code.");
        var issued = found[0];
        var (content, key) = await db.Read(context, issued.TenantId, tx => Issuing.Content(tx, issued.WorkerId, issued.Currency, issued.Range, issued.Lines));
        return issued.ToMessage(issued.Stands(content, key, request.Code));
    }
}
