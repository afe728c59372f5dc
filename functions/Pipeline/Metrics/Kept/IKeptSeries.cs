using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Kept;

/// <summary>What something that is kept depends on besides the rows it was made from.</summary>
internal interface IKeptState
{
    /// <summary>For which limits of the axis it holds.</summary>
    LimitWindow Limits { get; }

    /// <summary>The currencies that were converted.</summary>
    IEnumerable<string> Foreign { get; }

    /// <summary>The last day by whose rate something was converted, or a later one.</summary>
    int RatesThrough { get; }
}

/// <summary>Series of one table that add up: those of two parts together are the sum of theirs.</summary>
internal interface IKeptSeries : IKeptState
{
    /// <summary>Takes rows.</summary>
    void Take(FactRows rows);

    /// <summary>Writes all that was taken.</summary>
    void Save(KeptWriter writer);

    /// <summary>Adds what another one wrote.</summary>
    void Add(KeptReader reader);
}
