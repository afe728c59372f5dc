using System.Runtime.Intrinsics;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>The rows of one part of <c>metric_snapshot</c>: they are computed series by series, and lie day by day.</summary>
/// <remarks>Only what differs from point to point is put where it belongs, jumping from day to day. What follows from it, or from the series, is made row after row once all rows are there.</remarks>
internal sealed class SnapshotRows
{
    private const int RowsInWord = 64;
    private readonly DayAxis _axis;
    private readonly ColumnArrays _arrays;
    private readonly int _count;

    // For each day where its next row goes.
    private readonly int[] _next;
    private readonly int[] _series;
    private readonly long[] _numerators, _denominators, _observations;
    private readonly byte[] _parts, _reasons, _isComplete;

    /// <param name="days">The days.</param>
    /// <param name="points">All points that will be added, in any order.</param>
    /// <param name="arrays">Where columns come from.</param>
    public SnapshotRows(DayAxis days, ReadOnlySpan<PublishedPoint> points, ColumnArrays arrays)
    {
        (_axis, _arrays, _count) = (days, arrays, points.Length);
        (_series, _isComplete) = (arrays.Rent<int>(_count), arrays.Rent<byte>(_count));
        (_numerators, _denominators, _observations) = (arrays.Rent<long>(_count), arrays.Rent<long>(_count), arrays.Rent<long>(_count));
        // These two are looked at by whole words of rows.
        (_parts, _reasons) = (arrays.Rent<byte>(Words * RowsInWord), arrays.Rent<byte>(Words * RowsInWord));
        _next = new int[days.Count + 1];
        foreach (ref readonly var point in points) { _next[point.Day + 1]++; }
        for (var day = 0; day < days.Count; day++) { _next[day + 1] += _next[day]; }
    }

    private int Words => (_count + RowsInWord - 1) / RowsInWord;

    /// <summary>Adds the points of the next series.</summary>
    /// <param name="series">Its number.</param>
    /// <param name="points">Its points.</param>
    /// <param name="through">The last day up to which its inputs are complete.</param>
    public void Add(int series, ReadOnlySpan<PublishedPoint> points, int through)
    {
        var (next, ofSeries, isComplete, parts, reasons) = (_next, _series, _isComplete, _parts, _reasons);
        var (numerators, denominators, observations) = (_numerators, _denominators, _observations);
        var complete = (long)through - _axis.Start;
        foreach (ref readonly var point in points)
        {
            var row = next[point.Day]++;
            ofSeries[row] = series;
            numerators[row] = point.Numerator;
            denominators[row] = point.Denominator;
            observations[row] = point.Observations;
            parts[row] = (byte)point.Parts;
            reasons[row] = (byte)point.Reason;
            isComplete[row] = point.Day <= complete ? (byte)1 : (byte)0;
        }
    }

    /// <summary>The rows added, as columns.</summary>
    public ColumnBatch Build(SeriesTexts texts)
    {
        var constant = _arrays.RentCleared<int>(_count);
        return new(
            SnapshotTable.Schema,
            [
                Column.OfDates(Days(), _count), Text(texts.Metrics), Column.OfInt32s(Of(texts.Versions), _count), Text(texts.Dimensions), Text(texts.Members),
                Column.OfDecimals(_numerators, _count, Without(_parts, (byte)PublishedParts.None)),
                Column.OfDecimals(_denominators, _count, With(_parts, (byte)PublishedParts.Quotient)),
                Column.OfDoubles(Values(), _count, With(_reasons, (byte)NullReason.None)), Text(texts.Units), Currency(texts.Currencies), Column.OfInt64s(_observations, _count),
                Column.OfTexts(SeriesTexts.Reasons.Coded(Reasons()), _count, Without(_reasons, (byte)NullReason.None)), Column.OfBooleans(_isComplete, _count),
                Column.OfTexts(texts.RunId.Coded(constant), _count), Column.OfTexts(texts.ConfigHash.Coded(constant), _count),
                Column.OfTexts(texts.InputVersions.Coded(constant), _count),
            ],
            _count);
    }

    private Column Text(SeriesText text) => Column.OfTexts(text.Entries.Coded(Of(text.CodeOfSeries)), _count);

    private Column Currency(SeriesText text)
    {
        var codes = Of(text.CodeOfSeries);
        var validity = _arrays.RentCleared<ulong>(Words);
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
        var values = _arrays.Rent<int>(_count);
        var series = _series.AsSpan(0, _count);
        for (var row = 0; row < series.Length; row++) { values[row] = ofSeries[series[row]]; }
        return values;
    }

    // Now that all rows are there, the next row of a day is the first of the day after it.
    private int[] Days()
    {
        var days = _arrays.Rent<int>(_count);
        for (var day = 0; day < _axis.Count; day++) { days.AsSpan((day == 0 ? 0 : _next[day - 1]).._next[day]).Fill(_axis.Start + day); }
        return days;
    }

    private double[] Values()
    {
        var values = _arrays.Rent<double>(_count);
        for (var row = 0; row < _count; row++)
        {
            var divisor = _parts[row] == (byte)PublishedParts.Quotient ? _denominators[row] : Exact.One;
            values[row] = _reasons[row] == (byte)NullReason.None ? _numerators[row] / (double)divisor : 0;
        }

        return values;
    }

    private int[] Reasons()
    {
        var codes = _arrays.Rent<int>(_count);
        for (var row = 0; row < _count; row++) { codes[row] = Math.Max(_reasons[row] - 1, 0); }
        return codes;
    }

    /// <summary>A bit for each row whose byte is the given one.</summary>
    private ulong[] With(byte[] rows, byte value)
    {
        var bits = _arrays.Rent<ulong>(Words);
        for (var word = 0; word < Words; word++) { bits[word] = Vector512.Equals(Vector512.Create(rows, word * RowsInWord), Vector512.Create(value)).ExtractMostSignificantBits(); }
        if (_count % RowsInWord > 0) { bits[Words - 1] &= (1UL << (_count % RowsInWord)) - 1; }
        return bits;
    }

    /// <summary>A bit for each row whose byte is another one.</summary>
    private ulong[] Without(byte[] rows, byte value)
    {
        var bits = With(rows, value);
        for (var word = 0; word < Words; word++) { bits[word] = ~bits[word]; }
        if (_count % RowsInWord > 0) { bits[Words - 1] &= (1UL << (_count % RowsInWord)) - 1; }
        return bits;
    }
}
