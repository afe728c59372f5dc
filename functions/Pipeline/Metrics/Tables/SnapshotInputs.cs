using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Tables;

/// <summary>Hashes what the rows of each month of <c>metric_snapshot</c> follow from, month after month.</summary>
/// <remarks>
/// No point looks ahead: a day follows from what happened up to that day. So the hashes are a chain: each covers the one before and what happened on its own days.
/// Series that follow from something else are few, and are covered by their points. A member counts from the first month in which it has something,
/// so that a new owner leaves the past alone. 128 bits are taken for identity, as everywhere. Settings and the program itself begin the chain: another program computes everything anew.
/// </remarks>
internal sealed class SnapshotInputs
{
    // What is hashed is gathered up to this many bytes.
    private const int Gathered = 1 << 16;

    private readonly DayAxis _axis;
    private readonly Entry[] _entries;
    private readonly XxHash128 _hash = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(Gathered * 2);
    private readonly PublishedPoint[] _points = new PublishedPoint[IDayPoints.MostDays];
    private byte[] _last;

    public SnapshotInputs(DayAxis axis, ImmutableArray<PointSeries> series, MetricRun run)
    {
        _axis = axis;
        var seen = new HashSet<IDayInputs>(ReferenceEqualityComparer.Instance);
        _entries = [.. series.Select(one => new Entry(one, Name(one), [.. one.Sources.Where(seen.Add)]))];
        _last = XxHash128.Hash(Encoding.UTF8.GetBytes($"{typeof(SnapshotInputs).Module.ModuleVersionId:N} {run.ConfigHash} {SnapshotTable.Schema} {DayAxis.Date(axis.Start):yyyy-MM-dd}"));
    }

    /// <summary>The hash of the next month.</summary>
    /// <param name="days">Its days, which follow those of the month before.</param>
    public string Next(DayAxis days)
    {
        _buffer.Write(_last);
        Write(days.Start);
        Write(days.End);
        var index = days.Start - _axis.Start;
        foreach (var entry in _entries)
        {
            if (!IsSeen(entry.Series, index + days.Count - 1)) { continue; }
            _buffer.Write(entry.Name);
            Write(Math.Clamp(entry.Series.Through, days.Start - 1, days.End));
            foreach (var source in entry.Sources) { source.Write(_buffer, index, days.Count); }
            if (entry.Series.Sources.IsEmpty) { WritePoints(entry.Series, index, days.Count); }
            if (_buffer.WrittenCount >= Gathered) { Hash(); }
        }

        Hash();
        _last = _hash.GetHashAndReset();
        return Convert.ToHexStringLower(_last);
    }

    private void Hash()
    {
        _hash.Append(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    private static bool IsSeen(PointSeries series, int lastIndex)
    {
        if (series.Scope.IsAll || series.Sources.IsEmpty) { return true; }
        foreach (var source in series.Sources)
        {
            if (!source.IsNothing(lastIndex)) { return true; }
        }

        return false;
    }

    // A hash of it: it is taken into every month.
    private static byte[] Name(PointSeries series) => XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        series.Metric, series.Definition.Version, series.Definition.Unit, series.Scope.Dimension, series.Scope.Member, series.Currency, series.Inputs.IsEmpty, series.Inputs.First)));

    private void WritePoints(PointSeries series, int index, int days)
    {
        var points = new PublishedPoints(_points);
        series.Points.AddTo(points, index, days);
        foreach (ref readonly var point in points.All)
        {
            Write(point.Day);
            Write((int)point.Reason);
            Write((int)point.Parts);
            Write(point.Numerator);
            Write(point.Denominator);
            Write(point.Observations);
        }
    }

    private sealed record Entry(PointSeries Series, byte[] Name, ImmutableArray<IDayInputs> Sources);
}
