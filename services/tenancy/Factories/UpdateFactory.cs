using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

internal sealed partial class FactoryService
{
    public override Task<Factory> UpdateFactory(UpdateFactoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("factory_id", request.FactoryId);
        var mask = UpdateMask.Of(check, request, "factory_code", "name", "name_en", "name_cn");
        var code = mask.Has("factory_code") ? check.Text("factory_code", request.FactoryCode, 1, LongestCode) : null;
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        var english = mask.Has("name_en") ? check.Text("name_en", request.NameEn, 0, LongestName) : null;
        var chinese = mask.Has("name_cn") ? check.Text("name_cn", request.NameCn, 0, LongestName) : null;
        check.Done();
        RequireEditor(context, id);
        return db.Write(context, request, async tx =>
        {
            var before = await FactoryStore.Lock(tx, id) ?? throw NotFound(id);
            Etag.Require(request.Etag, before.Version);
            var after = before with { Code = code ?? before.Code, Name = name ?? before.Name, NameEn = english ?? before.NameEn, NameCn = chinese ?? before.NameCn };
            if (after == before) return before.ToMessage();

            after = after with { Version = before.Version + 1, UpdateTime = tx.Now };
            FactoryStore.Save(tx, after);
            tx.Audit("factory.updated", "factory", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }

    private static void RequireEditor(ServerCallContext context, Guid id)
    {
        if (Reach(context) is not { } reach) return;
        if (!reach.Contains(id)) throw NotFound(id);
        if (!new FactoryAccess(id, FactoryLevel.Editor).IsWithin(context.Caller().Factories))
            throw CommonReasons.PermissionMissing.Refuse($"You have VIEWER access to the factory {id}: only EDITOR or ADMIN access changes it.");
    }
}
