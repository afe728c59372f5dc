using System.Collections.Immutable;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

internal enum OpportunityStatus : byte
{
    Open,
    Won,
    Lost,
}

/// <summary>What leads, customers and the funnel need to know of each opportunity, by its number.</summary>
internal sealed class OpportunityRecords
{
    public const int Id = 0;
    public const int Account = 1;
    public const int Owner = 2;
    public const int Pipeline = 3;
    public const int Stage = 4;
    public const int Status = 5;
    public const int Amount = 6;
    public const int Currency = 7;
    public const int CreatedAt = 8;
    public const int CloseDate = 9;
    public const int LeadSource = 10;
    public const int SnapshotAt = 11;

    /// <summary>No such day.</summary>
    public const int Never = int.MaxValue;

    private readonly GrowingArray<int> _accounts = new(-1);
    private readonly GrowingArray<int> _created = new(Never);
    private readonly GrowingArray<int> _closed = new(Never);
    private readonly GrowingArray<OpportunityStatus> _status = new(OpportunityStatus.Open);
    private readonly GrowingArray<int> _pipelines = new(-1);
    private readonly GrowingArray<int> _stages = new(-1);
    private readonly GrowingArray<bool> _stands = new(false);
    private readonly GrowingArray<int> _acquired = new(Never);

    public static ImmutableArray<string> Columns { get; } =
    [
        "opportunity_id", "account_id", "owner_id", "pipeline", "stage", "status", "amount", "currency", "created_at", "close_date", "lead_source",
        "snapshot_at",
    ];

    public Utf8Interner Ids { get; } = new();

    public Utf8Interner Pipelines { get; } = new();

    public Utf8Interner Stages { get; } = new();

    /// <summary>Whether there is such an opportunity that is not deleted.</summary>
    public bool Stands(int opportunity) => _stands[opportunity];

    public int AccountOf(int opportunity) => _accounts[opportunity];

    public int CreatedOn(int opportunity) => _created[opportunity];

    /// <summary>The close date of a closed opportunity, otherwise <see cref="Never"/>.</summary>
    public int ClosedOn(int opportunity) => _closed[opportunity];

    public OpportunityStatus StatusOn(int opportunity) => _status[opportunity];

    /// <summary>-1 when it has none.</summary>
    public int PipelineOf(int opportunity) => _pipelines[opportunity];

    /// <summary>-1 when it has none.</summary>
    public int StageOf(int opportunity) => _stages[opportunity];

    /// <summary>The earliest close date of an account's won opportunities, or <see cref="Never"/>.</summary>
    public int AcquiredOn(int account) => _acquired[account];

    public static OpportunityStatus StatusOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("won"u8) ? OpportunityStatus.Won : text.SequenceEqual("lost"u8) ? OpportunityStatus.Lost : OpportunityStatus.Open;

    public void Take(FactRows rows, FactContext context, (CustomerDirectory Customers, bool AddAccounts, int[] Channels) acquisition)
    {
        int[] ids = rows.Rent(), pipelines = rows.Rent(), stages = rows.Rent();
        Ids.Intern(rows[Id], ids);
        Pipelines.Intern(rows[Pipeline], pipelines);
        Stages.Intern(rows[Stage], stages);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var id = ids[row];
            _stands[id] = true;
            if (rows[CreatedAt].HasValue(row)) { _created[id] = context.Days.Of(rows[CreatedAt].Int64s[row]); }
            _pipelines[id] = pipelines[row];
            _stages[id] = stages[row];
            _status[id] = StatusOf(rows[Status].Texts!.Row(row));
            if (_status[id] != OpportunityStatus.Open && rows[CloseDate].HasValue(row)) { _closed[id] = rows[CloseDate].Int32s[row]; }
            TakeAccount(rows, row, id, acquisition);
        }

        FactRows.Return(ids, pipelines, stages);
    }

    private void TakeAccount(FactRows rows, int row, int id, (CustomerDirectory Customers, bool AddAccounts, int[] Channels) acquisition)
    {
        var accounts = acquisition.Customers.Accounts;
        if (!acquisition.AddAccounts && accounts.Keys.Count == 0) { return; }
        var name = rows[Account].HasValue(row) ? rows[Account].Texts!.Row(row) : rows[Id].Texts!.Row(row);
        var account = acquisition.AddAccounts ? accounts.Keys.Intern(name) : accounts.Keys.Find(name);
        _accounts[id] = account;
        if (account < 0) { return; }
        if (_status[id] == OpportunityStatus.Won && _closed[id] < _acquired[account]) { _acquired[account] = _closed[id]; }
        if (acquisition.Channels[row] == 0) { return; }
        var createdAt = rows[CreatedAt].HasValue(row) ? rows[CreatedAt].Int64s[row] : long.MaxValue;
        accounts.Offer(account, createdAt, new Candidate(true, true, acquisition.Channels[row]), rows[Id].Texts!.Row(row));
    }
}
