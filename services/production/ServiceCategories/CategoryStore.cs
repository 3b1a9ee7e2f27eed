using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Production.ServiceCategories;

/// <summary>The statements that show, lock and write service categories.</summary>
internal static class CategoryStore
{
    public static Answer<CategoryRow> Ask(TenantTx tx, Guid? id) => tx.Ask<CategoryRow>($"""
        select id, code, name, version, create_time from service_categories where tenant_id = {tx.TenantId} and id = {id}::uuid and delete_time is null
        """);

    /// <summary>Locks a category, which gives it to no order meanwhile, and reads it.</summary>
    /// <exception cref="Refusal">SERVICE_CATEGORY_NOT_FOUND.</exception>
    public static async Task<CategoryRow> Lock(TenantTx tx, Guid id)
    {
        tx.Ask<int>($"select 1 from service_categories where tenant_id = {tx.TenantId} and id = {id} for update");
        var found = Ask(tx, id);
        await tx.Flush();
        return found.First ?? throw NotFound(id);
    }

    /// <summary>Asks whether there is a category, and keeps it from being deleted meanwhile.</summary>
    public static Answer<Guid> AskKnown(TenantTx tx, Guid? id) =>
        tx.Ask<Guid>($"select id from service_categories where tenant_id = {tx.TenantId} and id = {id}::uuid and delete_time is null for key share");

    /// <summary>Refuses a category that is named and not there.</summary>
    /// <exception cref="Refusal">SERVICE_CATEGORY_NOT_FOUND.</exception>
    public static void Require<T>(Answer<T> known, Guid? id)
    {
        if (id is { } named && known.Rows.Count == 0) throw NotFound(named);
    }

    public static void Add(TenantTx tx, CategoryRow category) => tx.Write($"""
        insert into service_categories (tenant_id, id, code, name, create_time)
        values ({tx.TenantId}, {category.Id}, {category.Code}, {category.Name}, {category.CreateTime})
        """);

    /// <summary>Writes what became of a locked category.</summary>
    public static void Save(TenantTx tx, CategoryRow category) => tx.Write($"""
        update service_categories set code = {category.Code}, name = {category.Name}, version = {category.Version}
        where tenant_id = {tx.TenantId} and id = {category.Id}
        """);

    public static Refusal NotFound(Guid id) => Reasons.ServiceCategoryNotFound.Refuse($"There is no service category {id}.", "category_id");
}
