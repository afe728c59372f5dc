using System.Text;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;
using Pipeline.Parquet;

namespace Pipeline.Tests.Metrics.Series;

public sealed class FirstDaysTests
{
    [Fact]
    public void The_first_day_of_each_of_many_ids_is_kept_and_nobody_elses()
    {
        var random = new Random(5);
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = new FirstDays();
        for (var batch = 0; batch < 6; batch++)
        {
            string[] ids = [.. Enumerable.Range(0, 20_000).Select(_ => $"cus_{random.Next(70_000):x}")];
            // Lines of one customer lie side by side.
            for (var row = 1; row < ids.Length; row += random.Next(1, 6)) { ids[row] = ids[row - 1]; }
            int[] days = [.. ids.Select(_ => random.Next(-30, 1000))];
            bool[] asked = [.. ids.Select(_ => random.Next(10) > 0)];
            first.Note(ColumnOf(ids), asked, days);
            for (var row = 0; row < ids.Length; row++)
            {
                if (asked[row]) { expected[ids[row]] = Math.Min(expected.GetValueOrDefault(ids[row], int.MaxValue), days[row]); }
            }
        }

        Assert.Equal(expected.Count, first.Count);
        Assert.All(expected, one => Assert.Equal(one.Value, first.Day(first.Find(IdHash.Of(Encoding.UTF8.GetBytes(one.Key))))));
        Assert.Equal(-1, first.Find(IdHash.Of("cus_nobody"u8)));
        Assert.Equal(expected.Keys.Select(id => IdHash.Of(Encoding.UTF8.GetBytes(id))).ToHashSet(), [.. first.Taken().Select(first.Id)]);
    }

    private static Column ColumnOf(string[] texts)
    {
        var offsets = new int[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++) { offsets[i + 1] = offsets[i] + texts[i].Length; }
        return Column.OfTexts(new TextValues(Encoding.UTF8.GetBytes(string.Concat(texts)), offsets, texts.Length, Codes: null), texts.Length);
    }
}
