using Pipeline.App.Work;

namespace Pipeline.App.Tests.Work;

public sealed class WorkEnvelopeTests
{
    [Fact]
    public void Work_items_come_back_as_they_were_written()
    {
        WorkItem[] items =
        [
            new(WorkKind.LandedExport, Path: "landing/şeker \"☃\".csv"),
            new(WorkKind.Recompute, RunId: new string('a', 32)),
            new(WorkKind.DailySnapshot),
            new(WorkKind.Reconcile),
        ];

        Assert.All(items, item => Assert.Equal(WorkReading.Of(item), WorkEnvelope.Read(WorkEnvelope.Write(item))));
    }

    [Fact]
    public void Work_item_in_a_json_string_is_read_too()
    {
        var item = new WorkItem(WorkKind.DailySnapshot, RunId: new string('b', 32));

        Assert.Equal(item, WorkEnvelope.Read(System.Text.Json.JsonSerializer.Serialize(WorkEnvelope.Write(item))).Item);
    }

    [Fact]
    public void Written_messages_have_no_key_that_the_host_would_take_for_its_own() =>
        Assert.DoesNotContain("\"id\"", WorkEnvelope.Write(new(WorkKind.LandedExport, "r", "landing/a")), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("""{"id":"e1","eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/landing/blobs/2026/a b.csv","data":{"eTag":"0x8D"}}""")]
    [InlineData("""{"id":"e1","specversion":"1.0","type":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/landing/blobs/2026/a b.csv","data":{"eTag":"0x8D"}}""")]
    [InlineData("""[{"id":"e1","eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/landing/blobs/2026/a b.csv","data":{"eTag":"0x8D"}}]""")]
    public void Event_of_a_new_blob_in_landing_is_a_landed_export(string text) =>
        Assert.Equal(new WorkItem(WorkKind.LandedExport, Path: "landing/2026/a b.csv"), WorkEnvelope.Read(text).Item);

    [Theory]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobDeleted","subject":"/blobServices/default/containers/landing/blobs/a.csv"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/facts/blobs/a.parquet"}""")]
    public void Events_of_other_things_ask_for_nothing(string text) => Assert.Equal(WorkReading.Nothing, WorkEnvelope.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"pipeline_work":2,"work_kind":"reconcile"}""")]
    [InlineData("""{"pipeline_work":1,"work_kind":"LANDED_EXPORT","work_path":"landing/a"}""")]
    [InlineData("""{"pipeline_work":1,"work_kind":"landed_export"}""")]
    [InlineData("""{"pipeline_work":1,"work_kind":"landed_export","work_path":"facts/invoice/a.parquet"}""")]
    [InlineData("""{"pipeline_work":1,"work_kind":"landed_export","work_path":"landing/../.hash-key"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/landing/blobs/../.hash-key"}""")]
    [InlineData("""{"pipeline_work":1,"work_kind":7}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"elsewhere"}""")]
    public void Other_messages_are_refused_with_a_sentence(string text)
    {
        var reading = WorkEnvelope.Read(text);

        Assert.Null(reading.Item);
        Assert.NotEmpty(reading.Refusal);
    }
}
