using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>For each lead that has lifecycle events, the earliest day of each stage.</summary>
internal sealed class LifecycleEntries
{
    /// <summary>The stages of the funnel in order: rank 1 is the first.</summary>
    public static readonly string[] Stages = ["lead", "mql", "sql", "opportunity", "customer"];

    /// <summary>No such day.</summary>
    public const int Never = int.MaxValue;

    private readonly Utf8Interner _leads = new();
    private readonly GrowingArray<int> _days = new(Never);

    public TableCoverage Coverage { get; } = new();

    public bool IsEmpty => _leads.Count == 0;

    public static async Task<LifecycleEntries> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var entries = new LifecycleEntries();
        await FactScan.ReadAsync(
            context.Facts, FactTables.LifecycleEvent, ["lead_id", "stage", "entered_at"], rows => entries.Take(rows, context.Days), cancellationToken).ConfigureAwait(false);
        return entries;
    }

    /// <summary>The number of a lead with events, or -1.</summary>
    public int Find(ReadOnlySpan<byte> leadId) => _leads.Find(leadId);

    /// <summary>The earliest day of an event of just this rank, or <see cref="Never"/>.</summary>
    public int Day(int lead, int rank) => _days[(lead * Stages.Length) + rank - 1];

    private static int Rank(ReadOnlySpan<byte> stage)
    {
        if (stage.SequenceEqual("lead"u8)) { return 1; }
        if (stage.SequenceEqual("mql"u8)) { return 2; }
        if (stage.SequenceEqual("sql"u8)) { return 3; }
        if (stage.SequenceEqual("opportunity"u8)) { return 4; }
        return stage.SequenceEqual("customer"u8) ? 5 : 0;
    }

    private void Take(FactRows rows, BusinessDays days)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var day = days.Of(rows[2].Int64s[row]);
            Coverage.Note(day);
            var rank = Rank(rows[1].Texts!.Row(row));
            if (rank == 0) { continue; }
            var slot = (_leads.Intern(rows[0].Texts!.Row(row)) * Stages.Length) + rank - 1;
            _days[slot] = Math.Min(_days[slot], day);
        }
    }
}
