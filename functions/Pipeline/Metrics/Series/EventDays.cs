using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>The days of a table that only helps to span the axis.</summary>
internal static class EventDays
{
    /// <param name="context">What is read, and how.</param>
    /// <param name="table">The table.</param>
    /// <param name="instant">Its column that says when something happened.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static async Task<TableCoverage> ReadAsync(FactContext context, FactTable table, string instant, CancellationToken cancellationToken)
    {
        var coverage = new TableCoverage();
        await FactScan.ReadAsync(context.Facts, table, [instant], rows =>
        {
            for (var row = 0; row < rows.Count; row++)
            {
                if (!rows.IsDeleted(row) && rows[0].HasValue(row)) { coverage.Note(context.Days.Of(rows[0].Int64s[row])); }
            }
        }, cancellationToken).ConfigureAwait(false);
        return coverage;
    }
}
