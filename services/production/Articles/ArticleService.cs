using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Clients;

namespace FactoryFlow.Production.Articles;

/// <summary>The RPCs on articles, one file each.</summary>
internal sealed partial class ArticleService(TenantDb db, TenantConfigClient configs) : V1.ArticleService.ArticleServiceBase;
