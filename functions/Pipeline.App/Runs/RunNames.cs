namespace Pipeline.App.Runs;

/// <summary>States as run records and the API call them.</summary>
internal static class RunNames
{
    public static string Of(RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Running => "running",
        RunState.Done => "done",
        RunState.Refused => "refused",
        _ => "failed",
    };

    public static RunState? Read(string name)
    {
        foreach (var state in Enum.GetValues<RunState>())
        {
            if (name.Equals(Of(state), StringComparison.Ordinal)) { return state; }
        }

        return null;
    }
}
