using System.Text;

namespace Pipeline.Parquet.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public void Statistics_equal_what_the_data_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var schema = RandomTables.Schema(random);
            var batches = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomTables.Batch(schema, RandomTables.RowCounts[random.Next(9)], random)).ToArray();
            var bytes = Tables.Write(schema, batches, new ParquetWriterOptions { UseDeltas = seed % 2 == 0, RowsPerPage = 64 << random.Next(10) }, out var summary);
            var groups = ParquetFile.Open(new MemoryStream(bytes)).RowGroups;
            var written = batches.Where(batch => batch.RowCount > 0).ToArray();
            for (var c = 0; c < schema.Columns.Length; c++)
            {
                AssertFile(Expected(schema.Columns[c], written, c), summary.Columns[c], groups.Select(group => group.Columns[c]).Where((group, g) => group.NullCount < groups[g].RowCount).ToArray());
                for (var g = 0; g < written.Length; g++) { Assert.Equal(Expected(schema.Columns[c], [written[g]], c), groups[g].Columns[c]); }
            }
        }
    }

    [Fact]
    public void Bounds_of_doubles_with_NaN_are_absent()
    {
        var statistics = Summarise(ColumnType.Double, Column.OfDoubles([1, double.NaN, 3], 3));
        Assert.True(statistics.Minimum.IsAbsent);
        Assert.True(statistics.Maximum.IsAbsent);
    }

    [Fact]
    public void Zero_bounds_of_doubles_are_signed_outwards()
    {
        var statistics = Summarise(ColumnType.Double, Column.OfDoubles([0.0, -0.0], 2));
        Assert.True(double.IsNegative(statistics.Minimum.Double));
        Assert.False(double.IsNegative(statistics.Maximum.Double));
    }

    [Fact]
    public void Bound_that_is_a_long_text_is_absent_and_the_other_stays()
    {
        var statistics = Summarise(ColumnType.Text, Column.OfTexts(TestTexts.Plain("b", new string('z', 65), new string('a', 64)), 3));
        Assert.Equal(new string('a', 64), statistics.Minimum.ToString());
        Assert.True(statistics.Maximum.IsAbsent);
    }

    [Fact]
    public void Texts_that_begin_alike_sort_by_what_follows()
    {
        string[] texts = ["", "\0", "a", "a\0", "a\0\0", "sixteen bytes.....", "sixteen bytes....a", "sixteen bytes....", "sixteen bytes...\0", "sixteen bytes...", "zz", "zz\0"];
        for (var first = 0; first < texts.Length; first++)
        {
            for (var second = 0; second < texts.Length; second++)
            {
                string[] pair = [texts[first], "sixteen bytes..x", texts[second]];
                var statistics = Summarise(ColumnType.Text, Column.OfTexts(TestTexts.Plain(pair), pair.Length));
                Array.Sort(pair, string.CompareOrdinal);
                Assert.Equal(pair[0], Encoding.UTF8.GetString(statistics.Minimum.Text.Span));
                Assert.Equal(pair[^1], Encoding.UTF8.GetString(statistics.Maximum.Text.Span));
            }
        }
    }

    [Fact]
    public void Texts_sort_by_unsigned_bytes()
    {
        var statistics = Summarise(ColumnType.Text, Column.OfTexts(TestTexts.Plain("z", "ß", "\U0001F600", "Z", ""), 5));
        Assert.Equal("", statistics.Minimum.ToString());
        Assert.Equal("\U0001F600", statistics.Maximum.ToString());
    }

    /// <summary>A file's bound may be absent only where a row group's is.</summary>
    private static void AssertFile(ColumnStatistics expected, ColumnStatistics actual, ColumnStatistics[] groups)
    {
        Assert.Equal(expected.NullCount, actual.NullCount);
        Assert.Equal(groups.Any(group => group.Minimum.IsAbsent) ? StatisticValue.Absent : expected.Minimum, actual.Minimum);
        Assert.Equal(groups.Any(group => group.Maximum.IsAbsent) ? StatisticValue.Absent : expected.Maximum, actual.Maximum);
    }

    private static ColumnStatistics Summarise(ColumnType type, Column column)
    {
        var schema = new TableSchema([new ColumnSchema("c", type)]);
        Tables.Write(schema, [new ColumnBatch(schema, [column], column.Count)], options: null, out var summary);
        return summary.Columns[0];
    }

    private static ColumnStatistics Expected(ColumnSchema schema, ColumnBatch[] batches, int index)
    {
        var values = new List<(Column Column, int Row)>();
        foreach (var batch in batches)
        {
            for (var row = 0; row < batch.RowCount; row++) { values.Add((batch.Columns[index], row)); }
        }

        var nulls = values.RemoveAll(value => !value.Column.HasValue(value.Row));
        if (values.Count == 0) { return new ColumnStatistics(schema.Name, nulls, default, default); }
        var sorted = values.Select(value => Value(value.Column, value.Row)).ToList();
        if (sorted.Any(value => value.Kind == StatisticKind.Double && double.IsNaN(value.Double))) { return new ColumnStatistics(schema.Name, nulls, default, default); }
        sorted.Sort((left, right) => Compare(left, right));
        return new ColumnStatistics(schema.Name, nulls, Shown(sorted[0], -0.0), Shown(sorted[^1], 0.0));
    }

    private static StatisticValue Shown(StatisticValue bound, double zero)
    {
        if (bound.Kind == StatisticKind.Double && bound.Double == 0) { return StatisticValue.OfDouble(zero); }
        return bound.Text.Length > 64 ? StatisticValue.Absent : bound;
    }

    private static int Compare(StatisticValue left, StatisticValue right) => left.Kind switch
    {
        StatisticKind.Double => left.Double.CompareTo(right.Double),
        StatisticKind.Text => left.Text.Span.SequenceCompareTo(right.Text.Span),
        StatisticKind.Boolean => left.Boolean.CompareTo(right.Boolean),
        _ => left.Integer.CompareTo(right.Integer),
    };

    private static StatisticValue Value(Column column, int row) => column.Type switch
    {
        ColumnType.Boolean => StatisticValue.OfBoolean(column.Booleans[row] != 0),
        ColumnType.Int32 or ColumnType.Date => StatisticValue.OfInteger(column.Int32s[row]),
        ColumnType.Double => StatisticValue.OfDouble(column.Doubles[row]),
        ColumnType.Text => StatisticValue.OfText(column.Texts!.Row(row).ToArray()),
        _ => StatisticValue.OfInteger(column.Int64s[row]),
    };
}
