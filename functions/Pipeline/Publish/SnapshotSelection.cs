using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>Picks rows out of <c>metric_snapshot</c>.</summary>
public static class SnapshotSelection
{
    private const string Day = "snapshot_date";

    /// <summary>The newest day in the batches; <see langword="null"/> when they have no rows.</summary>
    public static DateOnly? NewestDay(IEnumerable<ColumnBatch> batches)
    {
        int? newest = null;
        foreach (var batch in batches)
        {
            foreach (var day in batch[Day].Int32s.AsSpan(0, batch.RowCount)) { newest = newest is null || day > newest ? day : newest; }
        }

        return newest is { } days ? Epoch.Date(days) : null;
    }

    /// <summary>All rows of the days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static ImmutableArray<ColumnBatch> OfDays(IEnumerable<ColumnBatch> batches, DateOnly first, DateOnly last)
    {
        var (from, to) = (Epoch.Day(first), Epoch.Day(last));
        return Select(batches, batch =>
        {
            var days = batch[Day].Int32s;
            return row => days[row] >= from && days[row] <= to;
        });
    }

    /// <summary>What small exports show: every row of the newest day, and the headlines of the days before it from <paramref name="first"/> on.</summary>
    public static ImmutableArray<ColumnBatch> OfNewest(IEnumerable<ColumnBatch> batches, DateOnly first, DateOnly newest)
    {
        var (from, to) = (Epoch.Day(first), Epoch.Day(newest));
        return Select(batches, batch =>
        {
            var days = batch[Day].Int32s;
            var isHeadline = IsHeadline(batch);
            return row => days[row] == to || (days[row] >= from && days[row] < to && isHeadline(row));
        });
    }

    /// <summary>The rows of the headline metrics for the whole company.</summary>
    public static ImmutableArray<ColumnBatch> OfHeadlines(IEnumerable<ColumnBatch> batches) => Select(batches, IsHeadline);

    /// <summary>The headlines of one day, in the order of <see cref="HeadlineDefinition.All"/>; those that the batches lack are left out.</summary>
    public static ImmutableArray<Headline> Headlines(IEnumerable<ColumnBatch> batches, DateOnly day)
    {
        var found = new Dictionary<string, Headline>(StringComparer.Ordinal);
        foreach (var batch in OfHeadlines(OfDays(batches, day, day)))
        {
            for (var row = 0; row < batch.RowCount; row++) { Add(found, batch, row); }
        }

        return [.. HeadlineDefinition.All.Where(definition => found.ContainsKey(definition.Metric)).Select(definition => found[definition.Metric])];
    }

    private static void Add(Dictionary<string, Headline> found, ColumnBatch batch, int row)
    {
        var metric = batch["metric"].Texts!.RowText(row);
        var definition = HeadlineDefinition.All.First(headline => string.Equals(headline.Metric, metric, StringComparison.Ordinal));
        var value = batch["value"];
        found[metric] = new Headline(
            definition, value.HasValue(row) ? value.Doubles[row] : null, Text(batch["currency"], row), Text(batch["null_reason"], row), batch["is_complete"].Booleans[row] != 0);
    }

    private static string Text(Column column, int row) => column.HasValue(row) ? column.Texts!.RowText(row) : "";

    private static Func<int, bool> IsHeadline(ColumnBatch batch)
    {
        var metrics = HeadlineDefinition.All.Select(headline => headline.Metric).ToHashSet(StringComparer.Ordinal);
        var isMetric = Entries(batch["metric"], metrics.Contains);
        var isAll = Entries(batch["dimension"], dimension => string.Equals(dimension, "all", StringComparison.Ordinal));
        return row => isAll(row) && isMetric(row);
    }

    /// <summary>Tests a coded text column by its entries, not by its rows.</summary>
    private static Func<int, bool> Entries(Column column, Func<string, bool> test)
    {
        var texts = column.Texts!;
        if (texts.Codes is not { } codes) { return row => test(texts.RowText(row)); }
        bool[] holds = [.. Enumerable.Range(0, texts.EntryCount).Select(entry => test(Encoding.UTF8.GetString(texts.Entry(entry))))];
        return row => holds[codes[row]];
    }

    private static ImmutableArray<ColumnBatch> Select(IEnumerable<ColumnBatch> batches, Func<ColumnBatch, Func<int, bool>> choose)
    {
        var selected = ImmutableArray.CreateBuilder<ColumnBatch>();
        foreach (var batch in batches)
        {
            var isChosen = choose(batch);
            var rows = new List<int>();
            for (var row = 0; row < batch.RowCount; row++)
            {
                if (isChosen(row)) { rows.Add(row); }
            }

            if (rows.Count > 0) { selected.Add(RowSelection.Take(batch, [.. rows])); }
        }

        return selected.ToImmutable();
    }
}
