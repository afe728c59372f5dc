using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

/// <summary>The statuses of invoices as numbers, so that no row compares texts.</summary>
internal sealed class InvoiceStatuses
{
    public const int Draft = 0;
    public const int Void = 1;
    public const int Refunded = 2;
    public const int Paid = 3;

    private readonly Utf8Interner _names = new();

    public InvoiceStatuses()
    {
        foreach (var name in (ReadOnlySpan<string>)["draft", "void", "refunded", "paid"]) { _names.Intern(name); }
    }

    /// <summary>Writes the number of every row's status: one of the constants, or a higher one.</summary>
    public void Map(Column column, Span<int> statuses) => _names.Intern(column, statuses);
}
