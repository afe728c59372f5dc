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

    /// <summary>Days that exports cover, with the rank of the export.</summary>
    internal ImmutableArray<(CoveredDays Days, int Rank)> Coverage { get; private init; } = [];

    /// <summary>Full snapshots: what they speak of, and as of when (microseconds since 1970).</summary>
    internal ImmutableArray<(SourceScope Scope, long Watermark)> FullSnapshots { get; private init; } = [];

    /// <param name="table">The name of the table.</param>
    /// <param name="exports">All exports that ever fed it, including those of this run. One may be named twice.</param>
    public static ExportRanks Of(string table, IEnumerable<ExportRecord> exports)
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
            Coverage = [.. shares.SelectMany(pair => pair.share.Coverage, (pair, days) => (days, ranks[pair.export.FileId]))],
            FullSnapshots = [.. shares.Where(pair => pair.export.IsFullSnapshot)
                .SelectMany(pair => pair.share.Scopes, (pair, scope) => (scope, Epoch.Micros(pair.export.Watermark!.Value)))],
        };
    }

    /// <summary>The rank of the export of every row, from the column <c>file_id</c>.</summary>
    /// <exception cref="InvalidDataException">A row comes from an export that the ledger does not know.</exception>
    internal int[] RanksOf(ColumnBatch rows) => TextCodes.Map(rows[Envelope.FileId], fileId =>
        _rankByFileId.TryGetValue(fileId, out var rank)
            ? rank
            : throw new InvalidDataException($"facts/{Table} holds rows of export '{fileId}', which the ledger does not know; rebuild the lake from raw"));
}
