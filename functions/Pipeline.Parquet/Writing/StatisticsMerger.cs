using System.Collections.Immutable;

namespace Pipeline.Parquet.Writing;

/// <summary>Statistics of a file from those of its row groups. A bound that one group could not state, the file cannot state either.</summary>
internal sealed class StatisticsMerger(TableSchema schema)
{
    private readonly Entry[] _columns = [.. schema.Columns.Select(column => new Entry(column.Name))];

    public void Add(ImmutableArray<ColumnStatistics> group, int rowCount)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            column.NullCount += group[i].NullCount;
            if (group[i].NullCount < rowCount)
            {
                column.Minimum = Outer(column, column.Minimum, group[i].Minimum, direction: -1);
                column.Maximum = Outer(column, column.Maximum, group[i].Maximum, direction: 1);
                column.HasValues = true;
            }
        }
    }

    public ImmutableArray<ColumnStatistics> Finish() =>
        [.. _columns.Select(column => new ColumnStatistics(column.Name, column.NullCount, column.Minimum, column.Maximum))];

    private static StatisticValue Outer(Entry column, StatisticValue known, StatisticValue next, int direction)
    {
        if (!column.HasValues || next.IsAbsent) { return next; }
        if (known.IsAbsent) { return known; }
        return next.CompareTo(known) * direction > 0 ? next : known;
    }

    private sealed class Entry(string name)
    {
        public string Name => name;

        public long NullCount { get; set; }

        public bool HasValues { get; set; }

        public StatisticValue Minimum { get; set; }

        public StatisticValue Maximum { get; set; }
    }
}
