using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Finds the spend rows whose day belongs to another export.</summary>
internal sealed class CoveredDaysMerge(ExportRanks ranks, PartSet parts)
{
    private readonly DistinctTexts _scopes = new(RowCoverage.Scope);
    private readonly Dictionary<(int Scope, int Day), int> _owners = [];
    private bool _isContested;

    public async Task<RowSet> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var (days, rank, _) in ranks.Coverage) { Claim(days, rank); }

        var losers = new RowSet();
        if (!_isContested) { return losers; }

        ImmutableArray<string> columns = [.. RowCoverage.Scope, RowCoverage.Day, Envelope.FileId];
        for (var part = 0; part < parts.Parts.Length; part++)
        {
            if (!MayLose(parts.Parts[part])) { continue; }
            await foreach (var (rows, first) in parts.ScanAsync(part, columns, cancellationToken).ConfigureAwait(false))
            {
                Compare(rows, part, first, losers);
            }
        }

        return losers;
    }

    /// <summary>Whether a part may hold rows of days that a new export claims; the claims of old ones were settled when they came.</summary>
    private bool MayLose(Part part) => part.IsNew || ranks.Coverage.Any(claim =>
        claim.IsNew && part.File.Statistics.Of(RowCoverage.Day).MayHoldDates(Epoch.Date(claim.Days.FirstDay), Epoch.Date(claim.Days.LastDay)));

    private void Compare(ColumnBatch rows, int part, int first, RowSet losers)
    {
        var scopes = _scopes.NumbersOf(rows);
        var rankOf = ranks.RanksOf(rows);
        var days = rows[RowCoverage.Day].Int32s;
        for (var i = 0; i < scopes.Length; i++)
        {
            if (_owners[(scopes[i], days[i])] != rankOf[i]) { losers.Add(part, first + i); }
        }
    }

    private void Claim(CoveredDays days, int rank)
    {
        var scope = _scopes.NumberOf(days.System, days.Account, days.Channel, days.CostType);
        for (var day = days.FirstDay; day <= days.LastDay; day++)
        {
            ref var owner = ref CollectionsMarshal.GetValueRefOrAddDefault(_owners, (scope, day), out var isClaimed);
            _isContested |= isClaimed && owner != rank;
            owner = isClaimed ? Math.Max(owner, rank) : rank;
        }
    }
}
