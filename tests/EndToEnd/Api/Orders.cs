namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Orders and their categories.</summary>
/// <param name="Category">The category EXPRESS, which every tenant begins with.</param>
/// <param name="SpareCategory">One that no order has.</param>
/// <param name="Used">An order of <see cref="Category" /> that is not express, is a draft, names an article, and that a job belongs to.</param>
/// <param name="Spare">One that no job belongs to.</param>
internal sealed record Orders(string Category, string SpareCategory, string Used, string Spare)
{
    public static async Task<Orders> Make(Factory factory, string article)
    {
        var begun = await Eventually.Sees(() => factory.Admin.Get("/api/v1/service-categories"), seen => seen.Items("categories").Count == 2);
        var (category, spareCategory) = (begun.Text("categories.0.id"), await New("service-categories", new { code = "SPARE", name = "Spare" }));
        var quantities = new Dictionary<string, int> { ["38"] = 1 };
        var used = await New("orders", new { customerReference = "PO-1", categoryId = category, items = new[] { new { articleId = article, quantities } } });
        await New("jobs", new { articleId = article, quantities, orderId = used });
        return new Orders(category, spareCategory, used, await New("orders", new { customerReference = "PO-2" }));

        async Task<string> New(string plural, object body) => (await factory.Admin.Post("/api/v1/" + plural, body)).Expect(201).Text("id");
    }
}
