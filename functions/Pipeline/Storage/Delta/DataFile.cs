using System.Collections.Immutable;

namespace Pipeline.Storage.Delta;

/// <summary>A Parquet file of a table, as the log describes it.</summary>
public sealed class DataFile
{
    internal DataFile(string path, long byteCount, DateTimeOffset modificationTime, string? statisticsJson, ImmutableSortedDictionary<string, string> tags)
    {
        Path = path;
        ByteCount = byteCount;
        ModificationTime = modificationTime;
        StatisticsJson = statisticsJson;
        Tags = tags;
        Statistics = new FileStatistics(statisticsJson, path);
    }

    /// <summary>Where it lies, relative to the table.</summary>
    public string Path { get; }

    /// <summary>Its exact size.</summary>
    public long ByteCount { get; }

    /// <summary>How many rows it holds.</summary>
    /// <exception cref="DeltaLogException">The writer of the file left no statistics.</exception>
    public long RowCount => Statistics.RowCount ?? throw DeltaLogException.Unsupported(Path, "the log does not say how many rows the file holds");

    /// <summary>Bounds of its values by column.</summary>
    public FileStatistics Statistics { get; }

    /// <summary>What its writer noted about it.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; }

    /// <summary>When it was written, to the millisecond.</summary>
    public DateTimeOffset ModificationTime { get; }

    internal string? StatisticsJson { get; }

    internal bool MeansTheSameAs(DataFile other) =>
        Path == other.Path && ByteCount == other.ByteCount && ModificationTime == other.ModificationTime
        && StatisticsJson == other.StatisticsJson && Tags.SequenceEqual(other.Tags);

    public override string ToString() => Path;
}
