using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series.Recurring;

internal enum MovementType : byte
{
    New,
    Expansion,
    Contraction,
    Churn,
    Reactivation,
    FxImpact,
}

/// <summary>One published movement. Amounts are in ten-thousandths.</summary>
internal readonly record struct MrrMovement(int Day, int Customer, MovementType Type, Int128 Amount, Int128 Before, Int128 After);

/// <summary>Movements of recurring revenue: each customer and day is one movement, beside what rates did.</summary>
internal sealed class MrrMovements
{
    private readonly List<MrrMovement> _rows = [];

    public IReadOnlyList<MrrMovement> Rows => _rows;

    /// <summary>By <see cref="MovementType"/>: amounts and customers of each day.</summary>
    public DaySeries[] Flows { get; } = [new(), new(), new(), new(), new(), new()];

    /// <summary>Takes the steps of one customer.</summary>
    public void Take(int customer, ReadOnlySpan<MrrStep> steps)
    {
        var hadRevenue = false;
        foreach (var step in steps)
        {
            if (step.Movement != 0) { Add(new MrrMovement(step.Day, customer, TypeOf(step, hadRevenue), step.Movement, step.Before, step.AtFormerRate)); }
            if (step.FxImpact != 0) { Add(new MrrMovement(step.Day, customer, MovementType.FxImpact, step.FxImpact, step.AtFormerRate, step.After)); }
            hadRevenue |= step.After > 0;
        }
    }

    /// <summary>Marks the days whose movements are not known, because an amount is missing on the day or on the one before.</summary>
    public void MarkMissing(DayTotals levels, DayAxis axis)
    {
        for (var index = 0; index < axis.Count; index++)
        {
            if (!levels.HasMissing(index, 1) && (index == 0 || !levels.HasMissing(index - 1, 1))) { continue; }
            foreach (var flow in Flows) { flow.Step(axis.Start + index, 0, 0, 1); }
        }
    }

    /// <summary>Checks that the movements of every day explain the change of the total.</summary>
    /// <exception cref="MetricIdentityException">They do not.</exception>
    public void Check(DayTotals levels, DayAxis axis)
    {
        var flows = Flows.Select(flow => flow.On(axis)).ToArray();
        for (var index = 0; index < axis.Count; index++)
        {
            Int128 moved = 0;
            foreach (var flow in flows) { moved += index == 0 ? flow.AmountToDate(0) : flow.Amount(index, 1); }
            var (start, end) = (index == 0 ? 0 : levels.Amount(index - 1, 1), levels.Amount(index, 1));
            if (start + moved != end)
            {
                throw new MetricIdentityException(
                    $"mrr on {DayAxis.Date(axis.Start + index):yyyy-MM-dd}: start {start} + movements {moved} is not end {end} (in ten-thousandths)");
            }
        }
    }

    private static MovementType TypeOf(MrrStep step, bool hadRevenue)
    {
        if (step.Before <= 0 && step.AtFormerRate > 0) { return hadRevenue ? MovementType.Reactivation : MovementType.New; }
        if (step.Before > 0 && step.AtFormerRate <= 0) { return MovementType.Churn; }
        return step.Movement > 0 ? MovementType.Expansion : MovementType.Contraction;
    }

    private void Add(MrrMovement movement)
    {
        _rows.Add(movement);
        Flows[(int)movement.Type].Step(movement.Day, movement.Amount, 1, 0);
    }
}
