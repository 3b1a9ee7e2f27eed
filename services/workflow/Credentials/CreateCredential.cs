using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Credentials;

internal sealed partial class CredentialService
{
    private const int LongestName = 64, LongestKey = 200;

    public override Task<Credential> CreateCredential(CreateCredentialRequest request, ServerCallContext context)
    {
        var check = new Check();
        var name = check.Text("name", request.Name, 1, LongestName);
        if (name.Length > 0) check.That(Fields.IsId(name) && !name.Contains('.', StringComparison.Ordinal), "name", "must be letters, digits, '_' and '-', beginning with a letter or digit");
        // Whether it counts is identity's to say, whenever it is used.
        check.That(request.ApiKey.Length is > 0 and <= LongestKey && request.ApiKey.StartsWith("ffk_", StringComparison.Ordinal) && request.ApiKey.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'), "api_key", "is no API key, which begins with ffk_");
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var count = CredentialStore.AskCount(tx);
            await tx.Flush();
            if (count.First >= CredentialStore.Most) throw Reasons.CredentialsTooMany.Refuse($"There are {count.First} credentials. Delete one.");
            var id = tx.NewId();
            var credential = new CredentialRow(id, name, CredentialRow.Seal(encryption, id, request.ApiKey), tx.Now);
            CredentialStore.Add(tx, credential);
            tx.Audit("credential.created", "credential", id, Changes.Between(null, credential.ToMessage()));
            return credential.ToMessage();
        });
    }
}
