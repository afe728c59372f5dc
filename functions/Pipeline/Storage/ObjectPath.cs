namespace Pipeline.Storage;

/// <summary>The rule that every path given to an <see cref="IObjectStore"/> keeps, whatever lies behind the door.</summary>
public static class ObjectPath
{
    /// <summary>The first segment that stores keep for themselves: unfinished writes and locks. Listings never show it.</summary>
    public const string Reserved = "_tmp";

    /// <summary>Where exports are kept as they came, seldom to be read again.</summary>
    public const string Raw = "raw/";

    /// <summary>Whether an object is an export as it came.</summary>
    public static bool IsRaw(string path) => path.StartsWith(Raw, StringComparison.Ordinal);

    /// <summary>Refuses a path that is not relative, or that could name something outside the store.</summary>
    /// <exception cref="ArgumentException">The path is empty, rooted, reserved, has an empty, <c>.</c> or <c>..</c> segment, a backslash or a control character.</exception>
    public static void Check(string path)
    {
        if (path.Length == 0) { throw new ArgumentException("an object's path is empty", nameof(path)); }
        CheckSegments(path, path);
    }

    /// <summary>As <see cref="Check"/>, for the prefix of a listing: it may be empty, or end anywhere in a segment.</summary>
    /// <exception cref="ArgumentException">See <see cref="Check"/>.</exception>
    public static void CheckPrefix(string prefix)
    {
        var whole = prefix.EndsWith('/') ? prefix[..^1] : prefix;
        if (prefix.Length > 0) { CheckSegments(whole, prefix); }
    }

    private static void CheckSegments(string path, string shown)
    {
        foreach (var character in path)
        {
            if (character == '\\' || char.IsControl(character)) { throw Refusal(shown, "has a backslash or a control character"); }
        }

        var segments = path.Split('/');
        foreach (var segment in segments)
        {
            if (segment is "" or "." or "..") { throw Refusal(shown, "has an empty, '.' or '..' segment"); }
        }

        if (string.Equals(segments[0], Reserved, StringComparison.OrdinalIgnoreCase)) { throw Refusal(shown, "begins with the reserved '_tmp'"); }
        if (segments[0] is [_, ':', ..]) { throw Refusal(shown, "names a drive"); }
    }

    private static ArgumentException Refusal(string path, string fault)
    {
        var printable = string.Concat(path.Select(character => char.IsControl(character) ? '?' : character));
        return new ArgumentException($"'{printable}' {fault}; paths are relative, their segments separated by '/'", nameof(path));
    }
}
