namespace Pipeline.App.Security;

/// <summary>The app roles of the Entra ID application, as tokens name them.</summary>
internal static class Roles
{
    /// <summary>May look at numbers, runs and counts.</summary>
    public const string Read = "Metrics.Read";

    /// <summary>May land exports and have days computed again; includes reading.</summary>
    public const string Recompute = "Metrics.Recompute";
}
