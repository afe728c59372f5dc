using System.Text;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>Logs that are refused, each with the file and what to do.</summary>
public sealed class DeltaLogTests
{
    private const string Protocol = """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""";
    private const string Metadata = """{"metaData":{"id":"m","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":[],"configuration":{}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"add\":{\"path\":\"a.parquet\",\"siz", "line 3")]
    [InlineData("not json", "line 3")]
    [InlineData("""{"add":{"path":"a.parquet"}}""", "line 3")]
    [InlineData("""{"add":{"path":"../../a.parquet","size":1,"modificationTime":0}}""", "'..'")]
    [InlineData("""{"add":{"path":"%2e%2e/a.parquet","size":1,"modificationTime":0}}""", "'..'")]
    [InlineData("""{"add":{"path":"s3://other/a.parquet","size":1,"modificationTime":0}}""", "outside the table")]
    [InlineData("""{"add":{"path":"a.parquet","size":1,"modificationTime":0,"deletionVector":{"storageType":"u"}}}""", "deletion vector")]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}}""", "reader version 3 and writer version 7 (v2Checkpoint)")]
    [InlineData("""{"protocol":{"minReaderVersion":1,"minWriterVersion":4}}""", "writer version 4")]
    public async Task Commit_that_cannot_be_used_is_named_with_what_is_wrong(string line, string fault)
    {
        var thrown = await RefusalOf(line.Length == 0 ? string.Empty : $"{Protocol}\n{Metadata}\n{line}\n");

        Assert.Contains("00000000000000000000.json", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("raw exports", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"partitionColumns\":[]", "\"partitionColumns\":[\"id\"]", "partitioned")]
    [InlineData("\"configuration\":{}", "\"configuration\":{\"delta.appendOnly\":\"true\"}", "delta.appendOnly = true")]
    [InlineData("\"configuration\":{}", "\"configuration\":{\"delta.columnMapping.mode\":\"name\"}", "columnMapping")]
    [InlineData("\\\"metadata\\\":{}", "\\\"metadata\\\":{\\\"delta.invariants\\\":\\\"x\\\"}", "invariant")]
    [InlineData("\\\"long\\\"", "\\\"binary\\\"", "binary")]
    [InlineData("\\\"long\\\"", "\\\"decimal(38,9)\\\"", "decimal(38,9)")]
    [InlineData("\"provider\":\"parquet\"", "\"provider\":\"orc\"", "not Parquet")]
    public async Task Table_that_asks_for_more_is_refused(string from, string to, string fault)
    {
        var changed = Metadata.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Metadata, changed);

        var thrown = await RefusalOf($"{Protocol}\n{changed}\n");

        Assert.Contains(fault, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_lacks_protocol_or_metadata_is_refused()
    {
        Assert.Contains("protocol", (await RefusalOf(Metadata)).Message, StringComparison.Ordinal);
        Assert.Contains("metaData", (await RefusalOf(Protocol)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gap_in_the_versions_is_named()
    {
        var store = new InMemoryObjectStore();
        var table = Samples.Table(store, seed: 1);
        for (var i = 0; i < 4; i++) { await table.AppendAsync($"{i}", i); }
        await store.DeleteAsync("facts/sample/_delta_log/00000000000000000002.json", Token);

        var thrown = await Assert.ThrowsAsync<DeltaLogException>(() => table.ReadAsync(Token));
        Assert.Contains("commit 2 is missing although version 3 is there", thrown.Message, StringComparison.Ordinal);

        await store.DeleteAsync("facts/sample/_delta_log/00000000000000000000.json", Token);
        thrown = await Assert.ThrowsAsync<DeltaLogException>(() => table.ReadAsync(Token));
        Assert.Contains("begins at version 1 and has no checkpoint", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_actions_and_members_are_passed_over_and_paths_are_decoded()
    {
        var store = new InMemoryObjectStore();
        store.Overwrite(
            "facts/sample/_delta_log/00000000000000000000.json",
            Encoding.UTF8.GetBytes($$$"""
                {{{Protocol}}}
                {{{Metadata}}}
                {"somethingNew":{"a":1}}
                {"add":{"path":"part%20%C5%9F.parquet","size":1,"modificationTime":0,"dataChange":true,"new":null,"stats":null,"tags":null}}
                """));

        var snapshot = await Samples.Table(store, seed: 1).ReadAsync(Token);

        Assert.Equal("part ş.parquet", snapshot!.Files.Single().Path);
        var thrown = Assert.Throws<DeltaLogException>(() => snapshot.Files[0].RowCount);
        Assert.Contains("how many rows", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<DeltaLogException> RefusalOf(string commit)
    {
        var store = new InMemoryObjectStore();
        store.Overwrite("facts/sample/_delta_log/00000000000000000000.json", Encoding.UTF8.GetBytes(commit));
        return await Assert.ThrowsAsync<DeltaLogException>(() => Samples.Table(store, seed: 1).ReadAsync(Token));
    }
}
