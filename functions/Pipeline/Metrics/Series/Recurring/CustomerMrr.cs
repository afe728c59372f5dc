using System.Runtime.InteropServices;

namespace Pipeline.Metrics.Series.Recurring;

/// <summary>What happens to a customer's recurring revenue on one day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Before">At the end of the day before.</param>
/// <param name="AtFormerRate">At the end of the day, at the rates of the day before.</param>
/// <param name="After">At the end of the day.</param>
internal readonly record struct MrrStep(int Day, Int128 Before, Int128 AtFormerRate, Int128 After)
{
    public Int128 Movement => AtFormerRate - Before;

    public Int128 FxImpact => After - AtFormerRate;
}

/// <summary>The recurring revenue of every customer as steps, one for each day on which something changes.</summary>
internal sealed class CustomerMrr
{
    private readonly int[] _starts;
    private readonly MrrChange[] _changes;
    private MrrStep[] _steps = new MrrStep[16];

    public CustomerMrr(List<MrrChange> changes, int customers)
    {
        _starts = new int[customers + 1];
        var all = CollectionsMarshal.AsSpan(changes);
        foreach (ref readonly var change in all) { _starts[change.Customer + 1]++; }
        for (var i = 1; i < _starts.Length; i++) { _starts[i] += _starts[i - 1]; }
        var next = _starts.AsSpan().ToArray();
        _changes = new MrrChange[all.Length];
        foreach (ref readonly var change in all) { _changes[next[change.Customer]++] = change; }
    }

    public int Customers => _starts.Length - 1;

    /// <summary>The steps of a customer in order of days. Valid until the next call.</summary>
    public ReadOnlySpan<MrrStep> Of(int customer)
    {
        var changes = _changes.AsSpan(_starts[customer], _starts[customer + 1] - _starts[customer]);
        changes.Sort(static (a, b) => a.Day.CompareTo(b.Day));
        if (_steps.Length < changes.Length) { _steps = new MrrStep[changes.Length * 2]; }
        var count = 0;
        Int128 level = 0;
        for (var i = 0; i < changes.Length;)
        {
            var day = changes[i].Day;
            Int128 delta = 0, fxImpact = 0;
            for (; i < changes.Length && changes[i].Day == day; i++)
            {
                delta += changes[i].Delta;
                fxImpact += changes[i].FxImpact;
            }

            if (delta == 0 && fxImpact == 0) { continue; }
            _steps[count++] = new MrrStep(day, level, level + delta - fxImpact, level + delta);
            level += delta;
        }

        return _steps.AsSpan(0, count);
    }
}
