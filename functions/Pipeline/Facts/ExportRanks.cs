using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Facts;

/// <summary>Of the exports that feed one table: which speaks last, which days each covers, which are full snapshots.</summary>
/// <remarks>The order is that of authority, watermark, modified time of the landed file, file id. It does not depend on arrival.</remarks>
public sealed class ExportRanks
{
    private readonly Dictionary<string, int> _rankByFileId;

    private ExportRanks(string table, Dictionary<string, int> rankByFileId)
    {
        Table = table;
        _rankByFileId = rankByFileId;
    }

    public string Table { get; }

    /// <summary>Days that exports cover, with the rank of the export and whether it is a new one.</summary>
    internal ImmutableArray<(CoveredDays Days, int Rank, bool IsNew)> Coverage { get; private init; } = [];

    /// <summary>Full snapshots: what they speak of, as of when (microseconds since 1970), and whether they are new.</summary>
    internal ImmutableArray<(SourceScope Scope, long Watermark, bool IsNew)> FullSnapshots { get; private init; } = [];

    /// <param name="table">The name of the table.</param>
    /// <param name="exports">All exports that ever fed it, including those of this run. One may be named twice.</param>
    /// <param name="transactions">The work that is being merged: its exports are new, and what the others say of each other was settled when they were.</param>
    internal static ExportRanks Of(string table, IEnumerable<ExportRecord> exports, ImmutableArray<string> transactions)
    {
        var shares = exports.DistinctBy(export => export.FileId, StringComparer.Ordinal)
            .SelectMany(export => export.Tables, (export, share) => (export, share))
            .Where(pair => string.Equals(pair.share.Table, table, StringComparison.Ordinal))
            .OrderBy(pair => pair.share.Authority).ThenBy(pair => pair.export.Watermark)
            .ThenBy(pair => pair.export.ModifiedAt).ThenBy(pair => pair.export.FileId, StringComparer.Ordinal)
            .ToList();
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (export, _) in shares) { ranks.Add(export.FileId, ranks.Count); }
        return new(table, ranks)
        {
            Coverage = [.. shares.SelectMany(pair => pair.share.Coverage, (pair, days) => (days, ranks[pair.export.FileId], transactions.Contains(pair.export.Transaction)))],
            FullSnapshots = [.. shares.Where(pair => pair.export.IsFullSnapshot)
                .SelectMany(pair => pair.share.Scopes, (pair, scope) => (scope, Epoch.Micros(pair.export.Watermark!.Value), transactions.Contains(pair.export.Transaction)))],
        };
    }

    /// <summary>The rank of the export of every row, from the column <c>file_id</c>.</summary>
    /// <exception cref="InvalidDataException">A row comes from an export that the ledger does not know.</exception>
    internal int[] RanksOf(ColumnBatch rows) => TextCodes.Map(rows[Envelope.FileId], fileId =>
        _rankByFileId.TryGetValue(fileId, out var rank)
            ? rank
            : throw new InvalidDataException($"facts/{Table} holds rows of export '{fileId}', which the ledger does not know; rebuild the lake from raw"));
}
