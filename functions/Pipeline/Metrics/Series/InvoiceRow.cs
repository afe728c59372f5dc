using System.Collections.Immutable;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>One invoice where it lies in its batch.</summary>
internal readonly struct InvoiceRow(FactRows rows, int row)
{
    public const int Customer = 1;
    public const int Plan = 2;
    public const int Status = 4;
    public const int Currency = 6;
    public const int SnapshotAt = 13;

    public static ImmutableArray<string> Columns { get; } =
    [
        "invoice_id", "customer_id", "plan_id", "type", "status", "issued_date", "currency", "subtotal", "discount", "tax", "total", "service_start",
        "service_end", "snapshot_at",
    ];

    public ReadOnlySpan<byte> Id => rows[0].Texts!.Row(row);

    public int Issued => rows[5].Int32s[row];

    /// <summary>After discount and without tax, in millionths.</summary>
    public long Net => rows[7].HasValue(row) ? rows[7].Int64s[row] - Amount(8) : rows[10].Int64s[row] - Amount(9);

    /// <summary>The service period [start, end); empty when the export does not show it.</summary>
    public (int Start, int End) Period =>
        rows[11].HasValue(row) && rows[12].HasValue(row) ? (rows[11].Int32s[row], rows[12].Int32s[row]) : (0, 0);

    /// <summary>Whether it makes its customer one when it is paid: an invoice above zero.</summary>
    public bool MakesCustomer => rows[10].Int64s[row] > 0 && rows[3].Texts!.Row(row).SequenceEqual("invoice"u8);

    private long Amount(int column) => rows[column].HasValue(row) ? rows[column].Int64s[row] : 0;
}
