using System.Collections.Frozen;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>Mail domains that say nothing about a company.</summary>
internal static class PublicMailProviders
{
    private static readonly FrozenSet<string> Domains = FrozenSet.ToFrozenSet(
        [
            "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.es", "hotmail.fr", "live.com", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.co.jp", "yahoo.es",
            "yahoo.fr", "yahoo.com.tw", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de",
            "proton.me", "protonmail.com", "pm.me", "mail.com", "mail.ru", "yandex.com", "yandex.ru", "zoho.com", "fastmail.com", "hey.com", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com",
            "naver.com", "hanmail.net", "daum.net", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "libero.it", "virgilio.it", "terra.com.br", "uol.com.br", "bol.com.br", "comcast.net",
            "verizon.net", "att.net", "sbcglobal.net", "cox.net", "bellsouth.net", "btinternet.com", "sky.com", "seznam.cz", "wp.pl", "o2.pl", "interia.pl", "hinet.net", "rediffmail.com",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Domains.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<byte> domain)
    {
        if (domain.Length > 32) { return false; }
        Span<char> text = stackalloc char[32];
        return Ascii.ToUtf16(domain, text, out var length) == System.Buffers.OperationStatus.Done && Lookup.Contains(text[..length]);
    }
}
