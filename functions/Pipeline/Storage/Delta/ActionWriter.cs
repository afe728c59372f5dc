using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Storage.Delta;

/// <summary>Writes log actions as JSON, one on each line, a newline after each, no byte-order mark.</summary>
internal sealed class ActionWriter : IDisposable
{
    // The relaxed encoder escapes what JSON must escape and nothing for the sake of HTML: statistics are JSON in JSON.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public ActionWriter() => _json = new Utf8JsonWriter(_buffer, Options);

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Starts afresh; what was written must no longer be in use.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    public void Dispose() => _json.Dispose();

    public void CommitInfo(DeltaCommit commit, string transactionId, long timestamp)
    {
        Begin("commitInfo");
        _json.WriteNumber("timestamp", timestamp);
        _json.WriteString("operation", commit.Operation);
        Map("operationParameters", TableRules.NoEntries);
        if (commit.ReadAt is not null) { _json.WriteNumber("readVersion", commit.ReadAt.Version); }
        _json.WriteString("engineInfo", "pipeline");
        _json.WriteString("txnId", transactionId);
        End();
    }

    public void Protocol(Protocol protocol)
    {
        Begin("protocol");
        _json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        _json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        End();
    }

    public void Metadata(Metadata metadata)
    {
        Begin("metaData");
        _json.WriteString("id", metadata.Id);
        _json.WriteStartObject("format");
        _json.WriteString("provider", "parquet");
        Map("options", TableRules.NoEntries);
        _json.WriteEndObject();
        _json.WriteString("schemaString", SchemaJson.Write(metadata.Schema));
        _json.WriteStartArray("partitionColumns");
        _json.WriteEndArray();
        Map("configuration", metadata.Configuration);
        _json.WriteNumber("createdTime", metadata.CreatedTime);
        End();
    }

    public void Transaction(string appId, long version)
    {
        Begin("txn");
        _json.WriteString("appId", appId);
        _json.WriteNumber("version", version);
        End();
    }

    public void Remove(RemovedFile file, bool changesRows)
    {
        Begin("remove");
        _json.WriteString("path", TableRules.EncodePath(file.Path));
        _json.WriteNumber("deletionTimestamp", file.DeletionTimestamp);
        _json.WriteBoolean("dataChange", changesRows);
        _json.WriteBoolean("extendedFileMetadata", file.ByteCount is not null);
        if (file.ByteCount is { } size)
        {
            Map("partitionValues", TableRules.NoEntries);
            _json.WriteNumber("size", size);
        }

        End();
    }

    public void Add(DataFile file, bool changesRows)
    {
        Begin("add");
        _json.WriteString("path", TableRules.EncodePath(file.Path));
        Map("partitionValues", TableRules.NoEntries);
        _json.WriteNumber("size", file.ByteCount);
        _json.WriteNumber("modificationTime", file.ModificationTime.ToUnixTimeMilliseconds());
        _json.WriteBoolean("dataChange", changesRows);
        if (file.StatisticsJson is not null) { _json.WriteString("stats", file.StatisticsJson); }
        if (!file.Tags.IsEmpty) { Map("tags", file.Tags); }
        End();
    }

    private void Begin(string action)
    {
        _json.WriteStartObject();
        _json.WriteStartObject(action);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
    }

    private void Map(string name, IEnumerable<KeyValuePair<string, string>> entries)
    {
        _json.WriteStartObject(name);
        foreach (var (key, value) in entries) { _json.WriteString(key, value); }
        _json.WriteEndObject();
    }
}
