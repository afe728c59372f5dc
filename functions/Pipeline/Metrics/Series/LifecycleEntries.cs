using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>For each lead that has lifecycle events, the earliest day of each stage.</summary>
internal sealed class LifecycleEntries : IKeptSeries
{
    /// <summary>The stages of the funnel in order: rank 1 is the first.</summary>
    public static readonly string[] Stages = ["lead", "mql", "sql", "opportunity", "customer"];

    /// <summary>No such day.</summary>
    public const int Never = int.MaxValue;

    private readonly BusinessDays _businessDays;
    private readonly IdNumbers _leads = new();
    private readonly GrowingArray<int> _days = new(Never);

    private LifecycleEntries(FactContext context)
    {
        _businessDays = context.Days;
        Limits = new LimitWindow(context.Limit);
    }

    public TableCoverage Coverage { get; } = new();

    public LimitWindow Limits { get; }

    public IEnumerable<string> Foreign => [];

    public int RatesThrough => int.MinValue;

    public bool IsEmpty => _leads.Count == 0;

    public static async Task<LifecycleEntries> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var entries = new LifecycleEntries(context);
        await KeptScan.ReadAsync(
            context, FactTables.LifecycleEvent, ["lead_id", "stage", "entered_at"], (entries, () => new LifecycleEntries(context)), cancellationToken).ConfigureAwait(false);
        return entries;
    }

    /// <summary>The number of a lead with events, or -1.</summary>
    public int Find(IdHash lead) => _leads.Find(lead);

    /// <summary>The earliest day of an event of just this rank, or <see cref="Never"/>.</summary>
    public int Day(int lead, int rank) => _days[(lead * Stages.Length) + rank - 1];

    public void Save(KeptWriter writer)
    {
        Coverage.Save(writer);
        var order = _leads.Save(writer);
        writer.WriteAll<int>([.. order.SelectMany(_ => Enumerable.Range(1, Stages.Length), Day)]);
    }

    public void Add(KeptReader reader)
    {
        Coverage.Add(reader);
        var leads = reader.ReadAll<IdHash>();
        var days = reader.ReadAll<int>();
        _leads.Reserve(leads.Length);
        for (var i = 0; i < leads.Length; i++)
        {
            var first = _leads.Intern(leads[i]) * Stages.Length;
            for (var rank = 0; rank < Stages.Length; rank++) { Note(first + rank, days[(i * Stages.Length) + rank]); }
        }
    }

    private static int Rank(ReadOnlySpan<byte> stage)
    {
        if (stage.SequenceEqual("lead"u8)) { return 1; }
        if (stage.SequenceEqual("mql"u8)) { return 2; }
        if (stage.SequenceEqual("sql"u8)) { return 3; }
        if (stage.SequenceEqual("opportunity"u8)) { return 4; }
        return stage.SequenceEqual("customer"u8) ? 5 : 0;
    }

    public void Take(FactRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var day = _businessDays.Of(rows[2].Int64s[row]);
            Coverage.Note(day);
            var rank = Rank(rows[1].Texts!.Row(row));
            if (rank == 0) { continue; }
            Note((_leads.Intern(IdHash.Of(rows[0].Texts!.Row(row))) * Stages.Length) + rank - 1, day);
        }
    }

    private void Note(int slot, int day)
    {
        if (day < _days[slot]) { _days[slot] = day; }
    }
}
