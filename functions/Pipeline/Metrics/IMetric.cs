namespace Pipeline.Metrics;

/// <summary>A daily number: a definition, and a pure function from facts to points. To add one, write one of these and list it in <see cref="MetricCatalog"/>.</summary>
public interface IMetric
{
    MetricDefinition Definition { get; }

    /// <summary>Puts the points of every day into <paramref name="sink"/>. Same facts, same points: no clock, no reading of its own.</summary>
    void Compute(MetricFacts facts, MetricSink sink);
}
