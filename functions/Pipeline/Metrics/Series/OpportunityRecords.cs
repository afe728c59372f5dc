using System.Collections.Immutable;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

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

    // Millions of deals: what a lead asks for lies side by side in 12 bytes, and what a table does not have takes no room.
    private readonly GrowingArray<Record> _records = new(new Record());
    private readonly GrowingArray<int> _accounts = new(-1);
    private readonly GrowingArray<int> _pipelines = new(-1);
    private readonly GrowingArray<int> _stages = new(-1);
    private readonly GrowingArray<int> _parts = new(-1);
    private readonly GrowingArray<int> _acquired = new(Never);

    public static ImmutableArray<string> Columns { get; } =
    [
        "opportunity_id", "account_id", "owner_id", "pipeline", "stage", "status", "amount", "currency", "created_at", "close_date", "lead_source",
        "snapshot_at",
    ];

    public IdNumbers Ids { get; } = new();

    public Utf8Interner Pipelines { get; } = new();

    public Utf8Interner Stages { get; } = new();

    /// <summary>Whether there is such an opportunity that is not deleted.</summary>
    public bool Stands(int opportunity) => _records[opportunity].Stands;

    public int AccountOf(int opportunity) => _accounts[opportunity];

    public int CreatedOn(int opportunity) => _records[opportunity].Created;

    /// <summary>The close date of a closed opportunity, otherwise <see cref="Never"/>.</summary>
    public int ClosedOn(int opportunity) => _records[opportunity].Closed;

    public OpportunityStatus StatusOn(int opportunity) => _records[opportunity].Status;

    /// <summary>-1 when it has none.</summary>
    public int PipelineOf(int opportunity) => _pipelines[opportunity];

    /// <summary>-1 when it has none.</summary>
    public int StageOf(int opportunity) => _stages[opportunity];

    /// <summary>The number of the part it was found in, or -1.</summary>
    public int PartOf(int opportunity) => _parts[opportunity];

    /// <summary>The earliest close date of an account's won opportunities, or <see cref="Never"/>.</summary>
    public int AcquiredOn(int account) => _acquired[account];

    /// <summary>Writes all but accounts, which are numbers among those of customers.</summary>
    public void Save(KeptWriter writer)
    {
        writer.WriteTexts(NamesOf(Pipelines));
        writer.WriteTexts(NamesOf(Stages));
        var order = Ids.Save(writer);
        writer.WriteAll<Record>(Array.ConvertAll(order, opportunity => _records[opportunity]));
        writer.WriteAll<int>(Pipelines.Count == 0 ? [] : Array.ConvertAll(order, PipelineOf));
        writer.WriteAll<int>(Stages.Count == 0 ? [] : Array.ConvertAll(order, StageOf));
    }

    public void Add(KeptReader reader)
    {
        var pipelineNumbers = Array.ConvertAll(reader.ReadTexts(), name => Pipelines.Intern(name));
        var stageNumbers = Array.ConvertAll(reader.ReadTexts(), name => Stages.Intern(name));
        var ids = reader.ReadAll<IdHash>();
        var records = reader.ReadAll<Record>();
        var pipelines = reader.ReadAll<int>();
        var stages = reader.ReadAll<int>();
        Ids.Reserve(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            // Of a deleted row only the id was seen.
            if (!records[i].Stands) { continue; }
            var opportunity = Ids.Intern(ids[i]);
            _records[opportunity] = records[i];
            if (!pipelines.IsEmpty && pipelines[i] >= 0) { _pipelines[opportunity] = pipelineNumbers[pipelines[i]]; }
            if (!stages.IsEmpty && stages[i] >= 0) { _stages[opportunity] = stageNumbers[stages[i]]; }
        }
    }

    /// <summary>Adds of what was written those that are asked for.</summary>
    /// <param name="reader">What <see cref="Save"/> wrote of a part.</param>
    /// <param name="asked">Ids, some of which it may hold.</param>
    /// <param name="part">The number of the part.</param>
    public void Find(KeptReader reader, ReadOnlySpan<IdHash> asked, int part)
    {
        reader.ReadTexts();
        reader.ReadTexts();
        var ids = reader.ReadAll<IdHash>();
        var records = reader.ReadAll<Record>();
        foreach (var id in asked)
        {
            var at = IdNumbers.Search(ids, id);
            if (at < 0 || !records[at].Stands) { continue; }
            var opportunity = Ids.Intern(id);
            _records[opportunity] = records[at];
            _parts[opportunity] = part;
        }
    }

    /// <summary>Says that some opportunities will be asked for soon. -1 is none.</summary>
    public void Expect(ReadOnlySpan<int> opportunities)
    {
        foreach (var opportunity in opportunities) { _records.Expect(opportunity); }
    }

    public void Take(FactRows rows, (int[] Statuses, int[] Created) deals, (CustomerDirectory Customers, bool AddAccounts, int[] Channels) acquisition)
    {
        int[] ids = rows.Rent(), pipelines = rows.Rent(), stages = rows.Rent();
        Ids.Intern(rows[Id], ids);
        Pipelines.Intern(rows[Pipeline], pipelines);
        Stages.Intern(rows[Stage], stages);
        var closings = rows[CloseDate];
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var status = (OpportunityStatus)deals.Statuses[row];
            var record = new Record
            {
                Stands = true,
                Created = deals.Created[row],
                Closed = status != OpportunityStatus.Open && closings.HasValue(row) ? closings.Int32s[row] : Never,
                Status = status,
            };
            _records[ids[row]] = record;
            _pipelines[ids[row]] = pipelines[row];
            _stages[ids[row]] = stages[row];
            _accounts[ids[row]] = TakeAccount(rows, row, record, acquisition);
        }

        FactRows.Return(ids, pipelines, stages);
    }

    /// <returns>The number of the opportunity's account among those of customers, or -1.</returns>
    private int TakeAccount(FactRows rows, int row, Record record, (CustomerDirectory Customers, bool AddAccounts, int[] Channels) acquisition)
    {
        var accounts = acquisition.Customers.Accounts;
        if (!acquisition.AddAccounts && accounts.Keys.Count == 0) { return -1; }
        var name = rows[Account].HasValue(row) ? rows[Account].Texts!.Row(row) : rows[Id].Texts!.Row(row);
        var account = acquisition.AddAccounts ? accounts.Keys.Intern(name) : accounts.Keys.Find(name);
        if (account < 0) { return -1; }
        if (record.Status == OpportunityStatus.Won && record.Closed < _acquired[account]) { _acquired[account] = record.Closed; }
        if (acquisition.Channels[row] == 0) { return account; }
        var createdAt = rows[CreatedAt].HasValue(row) ? rows[CreatedAt].Int64s[row] : long.MaxValue;
        accounts.Offer(account, createdAt, new Candidate(true, true, acquisition.Channels[row]), rows[Id].Texts!.Row(row));
        return account;
    }

    private static string[] NamesOf(Utf8Interner texts) => [.. Enumerable.Range(0, texts.Count).Select(texts.Text)];

    private readonly record struct Record()
    {
        public bool Stands { get; init; }

        public OpportunityStatus Status { get; init; }

        public int Created { get; init; } = Never;

        public int Closed { get; init; } = Never;
    }
}
