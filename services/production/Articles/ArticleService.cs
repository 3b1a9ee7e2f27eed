using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Articles;

/// <summary>The RPCs on articles, one file each.</summary>
internal sealed partial class ArticleService(TenantDb db, TenantConfigs configs) : V1.ArticleService.ArticleServiceBase;
