using System.Text.Json;

namespace Pipeline.App.Work;

/// <summary>Reads Event Grid events: a blob that was created in the container <c>landing</c> is a landed export.</summary>
internal static class BlobEvent
{
    /// <summary>The folder, and the container, where people and systems drop exports.</summary>
    public const string Landing = "landing/";

    private const string Created = "Microsoft.Storage.BlobCreated";
    private const string Subject = "/blobServices/default/containers/";
    private const string Blobs = "/blobs/";

    public static WorkReading Read(JsonElement message)
    {
        // Event Grid's own schema says eventType, CloudEvents says type.
        var type = WorkEnvelope.TextOf(message, "eventType");
        if (type.Length == 0) { type = WorkEnvelope.TextOf(message, "type"); }
        if (type.Length == 0) { return WorkReading.Refuse($"the message is neither a work item nor an event: '{WorkEnvelope.Shown(message.GetRawText())}'"); }
        if (!type.Equals(Created, StringComparison.Ordinal)) { return WorkReading.Nothing; }

        var subject = WorkEnvelope.TextOf(message, "subject");
        var cut = subject.StartsWith(Subject, StringComparison.Ordinal) ? subject.IndexOf(Blobs, Subject.Length, StringComparison.Ordinal) : -1;
        if (cut < 0) { return WorkReading.Refuse($"'{WorkEnvelope.Shown(subject)}' is not the subject of a blob"); }
        var path = $"{subject[Subject.Length..cut]}/{subject[(cut + Blobs.Length)..]}";
        if (!path.StartsWith(Landing, StringComparison.Ordinal) || path.Length == Landing.Length) { return WorkReading.Nothing; }
        return WorkEnvelope.OfLanded(new WorkItem(WorkKind.LandedExport, Path: path));
    }
}
