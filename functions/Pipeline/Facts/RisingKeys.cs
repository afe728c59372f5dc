using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>The ends of a run of rows whose keys rise: each is greater than the one before, so that none is there twice.</summary>
/// <remarks>Systems that count their ids up export them in this order. Such rows need not be compared with each other, nor with rows whose keys lie outside the ends.</remarks>
/// <param name="First">The least key.</param>
/// <param name="Last">The greatest.</param>
internal sealed record RisingKeys(ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Last)
{
    /// <summary>The ends of the rows' keys by the order of their bytes; <see langword="null"/> when they do not rise.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="table">Their table.</param>
    /// <param name="encoded">The same rows, if they are encoded: that may have told already.</param>
    public static RisingKeys? Of(ColumnBatch rows, FactTable table, EncodedRowGroup? encoded = null)
    {
        // One column of the key that rises is enough, whatever the others hold.
        var column = rows[table.Key[0]];
        if (rows.RowCount == 0 || column is not { Type: ColumnType.Text, Validity: null, Texts: { } texts }) { return null; }
        var isKnown = encoded?.IsStrictlyRising(rows.Schema.IndexOf(table.Key[0])) ?? false;
        return isKnown || Rise(texts, rows.RowCount) ? new(texts.Row(0).ToArray(), texts.Row(rows.RowCount - 1).ToArray()) : null;
    }

    /// <summary>The ends of these rows and the next ones; <see langword="null"/> when those do not go on rising.</summary>
    public RisingKeys? Then(RisingKeys? next) =>
        next is not null && Last.Span.SequenceCompareTo(next.First.Span) < 0 ? new(First, next.Last) : null;

    private static bool Rise(TextValues texts, int count)
    {
        var former = texts.Row(0);
        for (var row = 1; row < count; row++)
        {
            var next = texts.Row(row);
            if (former.SequenceCompareTo(next) >= 0) { return false; }
            former = next;
        }

        return true;
    }
}
