using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Series;

internal enum OpportunityStatus : byte
{
    Open,
    Won,
    Lost,
}

/// <summary>The statuses of opportunities as numbers, so that no row compares texts.</summary>
internal sealed class OpportunityStatuses
{
    private readonly Utf8Interner _names = new();

    public OpportunityStatuses()
    {
        foreach (var name in (ReadOnlySpan<string>)["open", "won", "lost"]) { _names.Intern(name); }
    }

    /// <summary>Writes every row's <see cref="OpportunityStatus"/>; what is neither won nor lost is open.</summary>
    public void Map(Column column, Span<int> statuses) => _names.Find(column, statuses, (int)OpportunityStatus.Open);
}
