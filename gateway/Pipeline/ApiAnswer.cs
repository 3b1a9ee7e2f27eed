namespace FactoryFlow.Gateway.Pipeline;

/// <summary>What every answer of the API says of itself: it is its caller's alone and kept by nobody on the way, and it is what it says that it is.</summary>
internal static class ApiAnswer
{
    public static void Mark(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
