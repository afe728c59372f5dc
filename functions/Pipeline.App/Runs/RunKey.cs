namespace Pipeline.App.Runs;

/// <summary>Names of runs.</summary>
internal static class RunKey
{
    private const int Digits = 32;

    public static string Of(Guid id) => id.ToString("N");

    /// <summary>Whether a text that came from outside can be the id of a run.</summary>
    public static bool IsValid(string runId) => runId.Length == Digits && runId.All(char.IsAsciiHexDigitLower);

    /// <summary>Each digit taken from 15, so that stores, which list in ascending order, list the newest run first. Applied twice it gives the id again.</summary>
    public static string Descending(string runId) =>
        string.Create(runId.Length, runId, (span, id) =>
        {
            for (var i = 0; i < id.Length; i++) { span[i] = "fedcba9876543210"[Convert.ToInt32(id[i].ToString(), 16)]; }
        });
}
