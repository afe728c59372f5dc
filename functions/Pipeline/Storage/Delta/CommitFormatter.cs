using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>Writes a commit file: one action on each line, a newline at the end, no byte-order mark.</summary>
internal static class CommitFormatter
{
    // The relaxed encoder escapes what JSON must escape and nothing for the sake of HTML: statistics are JSON in JSON.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="commit">What is done.</param>
    /// <param name="metadata">The table's metadata when this commit sets it, otherwise <see langword="null"/>.</param>
    /// <param name="transactionId">This commit's own name.</param>
    /// <param name="timestamp">Milliseconds since 1970.</param>
    /// <param name="seen">The version before; <see langword="null"/> for the first commit, which also sets the protocol.</param>
    public static ReadOnlyMemory<byte> Format(DeltaCommit commit, Metadata? metadata, string transactionId, long timestamp, DeltaSnapshot? seen)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        void Action(string name, Action<Utf8JsonWriter> writeMembers)
        {
            json.WriteStartObject();
            json.WriteStartObject(name);
            writeMembers(json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
            json.Reset();
        }

        Action("commitInfo", json => WriteInfo(json, commit, transactionId, timestamp));
        if (seen is null) { Action("protocol", WriteProtocol); }
        if (metadata is not null) { Action("metaData", json => WriteMetadata(json, metadata)); }
        foreach (var appId in commit.Transactions) { Action("txn", json => WriteTransaction(json, appId)); }
        foreach (var path in commit.Remove) { Action("remove", json => WriteRemove(json, seen!.FindFile(path)!, timestamp, commit.ChangesRows)); }
        foreach (var file in commit.Add) { Action("add", json => WriteAdd(json, file, commit.ChangesRows)); }
        return buffer.WrittenMemory;
    }

    private static void WriteInfo(Utf8JsonWriter json, DeltaCommit commit, string transactionId, long timestamp)
    {
        json.WriteNumber("timestamp", timestamp);
        json.WriteString("operation", commit.Operation);
        json.WriteStartObject("operationParameters");
        json.WriteEndObject();
        if (commit.ReadAt is not null) { json.WriteNumber("readVersion", commit.ReadAt.Version); }
        json.WriteString("engineInfo", "pipeline");
        json.WriteString("txnId", transactionId);
    }

    private static void WriteProtocol(Utf8JsonWriter json)
    {
        json.WriteNumber("minReaderVersion", Protocol.Plain.MinReaderVersion);
        json.WriteNumber("minWriterVersion", Protocol.Plain.MinWriterVersion);
    }

    private static void WriteMetadata(Utf8JsonWriter json, Metadata metadata)
    {
        json.WriteString("id", metadata.Id);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", SchemaJson.Write(metadata.Schema));
        json.WriteStartArray("partitionColumns");
        json.WriteEndArray();
        WriteMap(json, "configuration", metadata.Configuration);
        json.WriteNumber("createdTime", metadata.CreatedTime);
    }

    private static void WriteTransaction(Utf8JsonWriter json, string appId)
    {
        json.WriteString("appId", appId);
        json.WriteNumber("version", 1);
    }

    private static void WriteRemove(Utf8JsonWriter json, DataFile file, long timestamp, bool changesRows)
    {
        json.WriteString("path", TableRules.EncodePath(file.Path));
        json.WriteNumber("deletionTimestamp", timestamp);
        json.WriteBoolean("dataChange", changesRows);
        json.WriteBoolean("extendedFileMetadata", true);
        WriteMap(json, "partitionValues", TableRules.NoEntries);
        json.WriteNumber("size", file.ByteCount);
    }

    private static void WriteAdd(Utf8JsonWriter json, DataFile file, bool changesRows)
    {
        json.WriteString("path", TableRules.EncodePath(file.Path));
        WriteMap(json, "partitionValues", TableRules.NoEntries);
        json.WriteNumber("size", file.ByteCount);
        json.WriteNumber("modificationTime", file.ModificationTime.ToUnixTimeMilliseconds());
        json.WriteBoolean("dataChange", changesRows);
        if (file.StatisticsJson is not null) { json.WriteString("stats", file.StatisticsJson); }
        if (!file.Tags.IsEmpty) { WriteMap(json, "tags", file.Tags); }
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map) { json.WriteString(key, value); }
        json.WriteEndObject();
    }
}
