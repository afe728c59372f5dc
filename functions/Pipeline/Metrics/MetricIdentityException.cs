namespace Pipeline.Metrics;

/// <summary>Parts do not add up to their total: a defect in a computation, never in the data. Nothing is published.</summary>
public sealed class MetricIdentityException : Exception
{
    public MetricIdentityException(string message)
        : base(message)
    {
    }

    public MetricIdentityException()
    {
    }

    public MetricIdentityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
