using System.Text.RegularExpressions;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Production.ServiceCategories;

/// <summary>The RPCs on service categories, one file each.</summary>
internal sealed partial class ServiceCategoryService(TenantDb db) : V1.ServiceCategoryService.ServiceCategoryServiceBase
{
    private const int LongestName = 200;

    private static string CheckCode(Check check, string code)
    {
        check.That(Code().IsMatch(code), "code", code.Length == 0 ? "is required" : "must be a capital, then at most 39 capitals, digits and underscores");
        return code;
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,39}\z")]
    private static partial Regex Code();
}
