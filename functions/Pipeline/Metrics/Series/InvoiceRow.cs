using System.Collections.Immutable;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>One invoice where it lies in its batch.</summary>
internal readonly struct InvoiceRow(FactRows rows, int row)
{
    public const int Plan = 0;
    public const int Status = 2;
    public const int IssuedDate = 3;
    public const int Currency = 4;
    public const int SnapshotAt = 11;

    /// <summary>Of these two columns the series reads those it needs: ids are most of the table's bytes.</summary>
    public const string CustomerId = "customer_id";
    public const string InvoiceId = "invoice_id";

    public static ImmutableArray<string> Columns { get; } =
    [
        "plan_id", "type", "status", "issued_date", "currency", "subtotal", "discount", "tax", "total", "service_start", "service_end", "snapshot_at",
    ];

    public int Issued => rows[IssuedDate].Int32s[row];

    /// <summary>After discount and without tax, in millionths.</summary>
    public long Net => rows[5].HasValue(row) ? rows[5].Int64s[row] - Amount(6) : rows[8].Int64s[row] - Amount(7);

    /// <summary>The service period [start, end); empty when the export does not show it.</summary>
    public (int Start, int End) Period =>
        rows[9].HasValue(row) && rows[10].HasValue(row) ? (rows[9].Int32s[row], rows[10].Int32s[row]) : (0, 0);

    /// <summary>Whether it makes its customer one when it is paid: an invoice above zero.</summary>
    public bool MakesCustomer => rows[8].Int64s[row] > 0 && rows[1].Texts!.Row(row).SequenceEqual("invoice"u8);

    private long Amount(int column) => rows[column].HasValue(row) ? rows[column].Int64s[row] : 0;
}
