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

/// <summary>The types of invoices as numbers.</summary>
internal sealed class InvoiceTypes
{
    /// <summary>An ordinary invoice, which makes its customer one when it is paid and above zero.</summary>
    public const int Invoice = 0;

    private readonly Utf8Interner _names = new();

    public InvoiceTypes() => _names.Intern("invoice");

    /// <summary>Writes the number of every row's type.</summary>
    public void Map(Column column, Span<int> types) => _names.Intern(column, types);
}
