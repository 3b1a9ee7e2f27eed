using System.Collections.Frozen;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// The active currencies of ISO 4217 as of January 2026. Funds, precious metals and codes for testing are left out: nobody is paid in them.
/// </summary>
public static class Currencies
{
    private static readonly FrozenSet<string> Active = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
        CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
        ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
        MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
        SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF
        XPF YER ZAR ZMW ZWG
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfNoDecimals =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfThreeDecimals = "BHD IQD JOD KWD LYD OMR TND".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether somebody can be paid in the currency of that code.</summary>
    public static bool Has(string code) => Active.Contains(code);

    /// <summary>How many decimals ISO 4217 gives the currency: 0 of the yen, 2 of the euro, 3 of the Kuwaiti dinar; null of a code that is none.</summary>
    public static int? Decimals(string code) => !Has(code) ? null : OfNoDecimals.Contains(code) ? 0 : OfThreeDecimals.Contains(code) ? 3 : 2;
}
