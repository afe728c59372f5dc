using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

/// <summary>The columns of a batch of invoices.</summary>
internal readonly struct InvoiceColumns(FactRows rows)
{
    public const int Plan = 0;
    public const int Type = 1;
    public const int Status = 2;
    public const int IssuedDate = 3;
    public const int Currency = 4;
    public const int SnapshotAt = 11;

    /// <summary>Of these two columns the series reads those it needs: ids are most of the table's bytes.</summary>
    public const string CustomerId = "customer_id";
    public const string InvoiceId = "invoice_id";

    private readonly Column _subtotals = rows[5];
    private readonly long[] _discounts = rows[6].Int64s;
    private readonly long[] _taxes = rows[7].Int64s;
    private readonly Column _starts = rows[9];
    private readonly Column _ends = rows[10];

    public static ImmutableArray<string> Names { get; } =
    [
        "plan_id", "type", "status", "issued_date", "currency", "subtotal", "discount", "tax", "total", "service_start", "service_end", "snapshot_at",
    ];

    public int[] Issued { get; } = rows[IssuedDate].Int32s;

    public long[] Totals { get; } = rows[8].Int64s;

    /// <summary>After discount and without tax, in millionths. What is null is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Net(int row) => _subtotals.HasValue(row) ? _subtotals.Int64s[row] - _discounts[row] : Totals[row] - _taxes[row];

    /// <summary>The service period [start, end); empty when the export does not show it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Start, int End) Period(int row) => _starts.HasValue(row) && _ends.HasValue(row) ? (_starts.Int32s[row], _ends.Int32s[row]) : (0, 0);
}
