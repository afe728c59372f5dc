using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>The rows of one part of <c>metric_snapshot</c>. What a series repeats on every day is looked up by its number once all rows are there.</summary>
internal sealed class SnapshotRows(int capacity, ColumnArrays arrays)
{
    private readonly int[] _days = arrays.Rent<int>(capacity);
    private readonly int[] _series = arrays.Rent<int>(capacity);
    private readonly long[] _numerators = arrays.Rent<long>(capacity);
    private readonly long[] _denominators = arrays.Rent<long>(capacity);
    private readonly double[] _values = arrays.Rent<double>(capacity);
    private readonly long[] _observations = arrays.Rent<long>(capacity);
    private readonly byte[] _isComplete = arrays.Rent<byte>(capacity);
    private readonly int[] _reasons = arrays.Rent<int>(capacity);
    private readonly ulong[] _hasNumerator = arrays.RentCleared<ulong>(Words(capacity));
    private readonly ulong[] _hasDenominator = arrays.RentCleared<ulong>(Words(capacity));
    private readonly ulong[] _hasValue = arrays.RentCleared<ulong>(Words(capacity));
    private readonly ulong[] _hasReason = arrays.RentCleared<ulong>(Words(capacity));
    private int _count;

    /// <summary>Adds the point of a series on a day.</summary>
    public void Add(int day, int series, DayPoint point, bool isComplete)
    {
        var row = _count++;
        var (word, bit) = (row >> 6, 1UL << (row & 63));
        var reason = point.PublishedReason;
        var hasParts = point.Reason == NullReason.None && reason != NullReason.Overflow;
        var numerator = hasParts ? (long)point.Numerator : 0;
        var denominator = hasParts ? (long)point.Denominator.GetValueOrDefault() : 0;
        _days[row] = day;
        _series[row] = series;
        _numerators[row] = numerator;
        _denominators[row] = denominator;
        _values[row] = reason != NullReason.None ? 0 : point.Denominator is null ? numerator / 10_000.0 : (double)numerator / denominator;
        _observations[row] = point.Observations;
        _isComplete[row] = isComplete ? (byte)1 : (byte)0;
        _reasons[row] = reason == NullReason.None ? 0 : (int)reason - 1;
        if (hasParts) { _hasNumerator[word] |= bit; }
        if (hasParts && point.Denominator is not null) { _hasDenominator[word] |= bit; }
        if (reason == NullReason.None) { _hasValue[word] |= bit; }
        else { _hasReason[word] |= bit; }
    }

    /// <summary>The rows added, as columns.</summary>
    public ColumnBatch Build(SeriesTexts texts)
    {
        var constant = arrays.RentCleared<int>(_count);
        return new(
            SnapshotTable.Schema,
            [
                Column.OfDates(_days, _count), Text(texts.Metrics), Column.OfInt32s(Of(texts.Versions), _count), Text(texts.Dimensions), Text(texts.Members),
                Column.OfDecimals(_numerators, _count, _hasNumerator), Column.OfDecimals(_denominators, _count, _hasDenominator),
                Column.OfDoubles(_values, _count, _hasValue), Text(texts.Units), Currency(texts.Currencies), Column.OfInt64s(_observations, _count),
                Column.OfTexts(SeriesTexts.Reasons.Coded(_reasons), _count, _hasReason), Column.OfBooleans(_isComplete, _count),
                Column.OfTexts(texts.RunId.Coded(constant), _count), Column.OfTexts(texts.ConfigHash.Coded(constant), _count),
                Column.OfTexts(texts.InputVersions.Coded(constant), _count),
            ],
            _count);
    }

    private static int Words(int rows) => (rows + 63) / 64;

    private Column Text(SeriesText text) => Column.OfTexts(text.Entries.Coded(Of(text.CodeOfSeries)), _count);

    private Column Currency(SeriesText text)
    {
        var codes = Of(text.CodeOfSeries);
        var validity = arrays.RentCleared<ulong>(Words(_count));
        for (var row = 0; row < _count; row++)
        {
            if (codes[row] >= 0) { validity[row >> 6] |= 1UL << (row & 63); }
            else { codes[row] = 0; }
        }

        return Column.OfTexts(text.Entries.Coded(codes), _count, validity);
    }

    /// <summary>For each row what belongs to its series.</summary>
    private int[] Of(int[] ofSeries)
    {
        var values = arrays.Rent<int>(_count);
        for (var row = 0; row < _count; row++) { values[row] = ofSeries[_series[row]]; }
        return values;
    }
}
