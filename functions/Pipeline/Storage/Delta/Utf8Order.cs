using System.Text;

namespace Pipeline.Storage.Delta;

/// <summary>The order of texts by their UTF-8 bytes, which is the order of the log's statistics. Strings compare otherwise: by UTF-16 units.</summary>
internal static class Utf8Order
{
    public static IComparer<string?> Comparer { get; } = Comparer<string?>.Create((left, right) => Compare(left ?? "", right ?? ""));

    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
