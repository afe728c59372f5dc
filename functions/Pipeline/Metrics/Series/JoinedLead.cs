using Pipeline.Metrics.Reading;

namespace Pipeline.Metrics.Series;

/// <summary>When a lead was created and converted; <see cref="LifecycleEntries.Never"/> where that is not known.</summary>
internal readonly record struct LeadDates(int Created, int Converted);

/// <summary>A lead whose stages other tables tell of; no hash where it has no opportunity, or where there are no events.</summary>
internal readonly record struct JoinedLead(IdHash Id, IdHash Opportunity, LeadDates Dates, int Channel);
