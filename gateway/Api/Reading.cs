namespace FactoryFlow.Gateway.Api;

/// <summary>The methods of what is only read.</summary>
internal static class Reading
{
    /// <summary>Each of them: whoever asks for the head alone is answered as GET is, and the server keeps the body back.</summary>
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Whether a method is one of them.</summary>
    public static bool Is(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
