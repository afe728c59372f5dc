using System.Collections.Frozen;

namespace Pipeline.Parse.Reading;

/// <summary>ISO 4217: codes, English names as CRMs show them, and how many decimals the minor unit has.</summary>
public static class Currencies
{
    private const string Codes =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP "
        + "GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
        + "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS "
        + "VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDecimals = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Exponents = Codes.Split(' ').ToFrozenDictionary(code => code, ExponentOfCode, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["us dollar"] = "USD", ["u.s. dollar"] = "USD", ["euro"] = "EUR", ["british pound"] = "GBP", ["pound sterling"] = "GBP", ["japanese yen"] = "JPY", ["yen"] = "JPY",
        ["swiss franc"] = "CHF", ["canadian dollar"] = "CAD", ["australian dollar"] = "AUD", ["new zealand dollar"] = "NZD", ["indian rupee"] = "INR", ["mexican peso"] = "MXN",
        ["brazilian real"] = "BRL", ["chinese yuan"] = "CNY", ["new taiwan dollar"] = "TWD", ["hong kong dollar"] = "HKD", ["singapore dollar"] = "SGD", ["swedish krona"] = "SEK",
        ["norwegian krone"] = "NOK", ["danish krone"] = "DKK", ["polish zloty"] = "PLN", ["south african rand"] = "ZAR", ["colombian peso"] = "COP", ["chilean peso"] = "CLP",
        ["argentine peso"] = "ARS", ["peruvian sol"] = "PEN", ["turkish lira"] = "TRY", ["israeli new shekel"] = "ILS", ["south korean won"] = "KRW", ["uae dirham"] = "AED",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The code, upper case, that a code or an English name stands for; empty for a text that means no currency; <see langword="null"/> for an unknown one.</summary>
    public static string? Find(string text)
    {
        // Salesforce writes 000 for "none".
        if (text is "000") { return ""; }
        if (Exponents.ContainsKey(text)) { return text.ToUpperInvariant(); }
        return Names.GetValueOrDefault(text);
    }

    /// <summary>How many decimals the minor unit has, as <paramref name="system"/> counts them; 2 for an unknown code.</summary>
    public static int ExponentOf(ReadOnlySpan<char> code, string system)
    {
        // Stripe counts these three otherwise than ISO does: https://docs.stripe.com/currencies#special-cases
        if (string.Equals(system, "stripe", StringComparison.Ordinal))
        {
            if (code.Equals("ISK", StringComparison.OrdinalIgnoreCase) || code.Equals("UGX", StringComparison.OrdinalIgnoreCase)) { return 2; }
            if (code.Equals("MGA", StringComparison.OrdinalIgnoreCase)) { return 0; }
        }

        return Exponents.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(code, out var exponent) ? exponent : 2;
    }

    private static int ExponentOfCode(string code)
    {
        if (NoDecimals.Contains(code, StringComparison.Ordinal)) { return 0; }
        if (ThreeDecimals.Contains(code, StringComparison.Ordinal)) { return 3; }
        return FourDecimals.Contains(code, StringComparison.Ordinal) ? 4 : 2;
    }
}
