using System.Buffers.Text;
using System.Text;

namespace Pipeline.App.Work;

/// <summary>What a landed file is called: data that comes with it, never a place where something is written.</summary>
internal static class LandedName
{
    /// <summary>Where the HTTP API lands uploads: <c>landing/upload/&lt;id&gt;/&lt;the name, in base64url&gt;</c>.</summary>
    private const string Uploads = BlobEvent.Landing + "upload/";

    /// <summary>The longest name that an upload may have, in bytes of UTF-8.</summary>
    public const int LongestName = 150;

    /// <summary>The path of an upload. Its name is coded, so that it can mean nothing to any store or shell.</summary>
    public static string PathOf(string id, string name) => $"{Uploads}{id}/{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name))}";

    /// <summary>The name of the file at a path below <c>landing/</c> or <c>raw/</c>.</summary>
    public static string Of(string path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        if (path.StartsWith(Uploads, StringComparison.Ordinal) && Base64Url.IsValid(last)) { return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(last)); }
        return path.StartsWith(BlobEvent.Landing, StringComparison.Ordinal) ? path[BlobEvent.Landing.Length..] : last;
    }
}
