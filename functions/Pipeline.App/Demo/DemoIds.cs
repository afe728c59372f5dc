using System.Globalization;

namespace Pipeline.App.Demo;

/// <summary>Record ids in the shape of each system.</summary>
internal static class DemoIds
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>What Salesforce exports for a reference to nothing.</summary>
    public const string NoSalesforceId = "000000000000000AAA";

    /// <summary>An 18-character Salesforce id: object prefix, number, checksum.</summary>
    public static string Salesforce(string prefix, int number)
    {
        Span<char> id = stackalloc char[18];
        prefix.CopyTo(id);
        "5e0000".CopyTo(id[3..]);
        Digits(number, id[9..15]);
        for (var block = 0; block < 3; block++) { id[15 + block] = Checksum(id.Slice(block * 5, 5)); }
        return new string(id);
    }

    /// <summary>A Stripe id: kind, a mark of the account, number.</summary>
    public static string Stripe(string kind, int number)
    {
        Span<char> id = stackalloc char[14];
        "1PHbrDsk".CopyTo(id);
        Digits(number, id[8..]);
        return string.Concat(kind, "_", id);
    }

    /// <summary>A number of an ad platform: long enough that a spreadsheet would ruin it.</summary>
    public static string Ad(long start, int number) => (start + (number * 7919L)).ToString(CultureInfo.InvariantCulture);

    private static void Digits(int number, Span<char> into)
    {
        for (var i = into.Length - 1; i >= 0; i--)
        {
            into[i] = Base62[number % 62];
            number /= 62;
        }
    }

    private static char Checksum(ReadOnlySpan<char> five)
    {
        var bits = 0;
        for (var i = 0; i < 5; i++)
        {
            if (char.IsAsciiLetterUpper(five[i])) { bits |= 1 << i; }
        }

        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits];
    }
}
