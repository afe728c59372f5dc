namespace Pipeline.Metrics;

/// <summary>What is written on every published row, so that it can be traced.</summary>
/// <param name="RunId">The run that computed it.</param>
/// <param name="ConfigHash">The settings it was computed with.</param>
/// <param name="InputVersions">The versions of the fact tables it was computed from.</param>
public sealed record MetricRun(string RunId, string ConfigHash, string InputVersions);
