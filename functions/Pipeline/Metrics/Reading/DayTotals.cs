using System.Buffers;

namespace Pipeline.Metrics.Reading;

/// <summary>Running totals over an axis, so that every window costs two look-ups. Days are indexes of the axis, from 0.</summary>
/// <remarks>
/// They are added up when a window is asked for, from some time before it on: a new day after sixteen years asks for windows of the last months only.
/// The series is not added to meanwhile; who adds to it later gets other totals.
/// </remarks>
/// <param name="axis">The axis.</param>
/// <param name="days">What happened on each day.</param>
internal sealed class DayTotals(DayAxis axis, DayFigures days) : IDayInputs
{
    // Most windows begin less than a year before the day that is asked for first.
    private const int DaysBefore = 512;
    private readonly Lock _door = new();
    private RunningTotals? _running;
    private int? _firstUsed;

    /// <summary>The amount of the <paramref name="days"/> days that end with <paramref name="index"/>.</summary>
    public Int128 Amount(int index, int days) => From(index + 1 - days).Amount(index + 1 - days, index + 1);

    /// <summary>The amount of all days up to <paramref name="index"/>, also those before the axis.</summary>
    public Int128 AmountToDate(int index) => From(0).Amount(index + 1);

    public long Count(int index, int days) => From(index + 1 - days).Count(index + 1 - days, index + 1);

    public long CountToDate(int index) => From(0).Count(index + 1);

    public bool HasMissing(int index, int days) => From(index + 1 - days).HasMissing(index + 1 - days, index + 1);

    public bool HasMissingToDate(int index) => From(0).HasMissing(index + 1);

    /// <summary>As <see cref="Count"/>, for windows that end with <paramref name="index"/> and with each of the days after it.</summary>
    public void Counts(int index, int days, Span<long> counts) => From(index + 1 - days).Counts(index + 1, days, counts);

    /// <summary>As <see cref="Amount"/>, for windows that end with <paramref name="index"/> and with each of the days after it. What DECIMAL(18,4) cannot hold is just past its range.</summary>
    public void Amounts(int index, int days, Span<long> amounts) => From(index + 1 - days).Amounts(index + 1, days, amounts);

    /// <summary>The rows without amount of windows that end with <paramref name="index"/> and with each of the days after it.</summary>
    /// <returns><see langword="false"/> when there are none, whatever the windows.</returns>
    public bool TryMissing(int index, int days, Span<long> missing) => From(index + 1 - days).TryMissing(index + 1, days, missing);

    public bool IsNothing(int index) => axis.Start + index < (_firstUsed ??= days.FirstUsed());

    public void Write(IBufferWriter<byte> output, int index, int count)
    {
        var start = index == 0 ? Math.Min(axis.Start, _firstUsed ??= days.FirstUsed()) : axis.Start + index;
        days.Write(output, start, axis.Start + index + count - start);
    }

    private RunningTotals From(int first)
    {
        var known = Volatile.Read(ref _running);
        return known is not null && first >= known.First ? known : Begin(first);
    }

    private RunningTotals Begin(int first)
    {
        lock (_door)
        {
            if (_running is not null && first >= _running.First) { return _running; }
            // Who asks for still earlier days asks for all.
            var running = new RunningTotals(axis, days, _running is null ? Math.Max(first - DaysBefore, 0) : 0);
            Volatile.Write(ref _running, running);
            return running;
        }
    }
}
