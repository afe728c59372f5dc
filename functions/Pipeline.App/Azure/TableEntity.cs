using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Azure;

namespace Pipeline.App.Azure;

/// <summary>A row of a table in Table storage, all of whose properties are text.</summary>
/// <param name="Partition">Its partition: rows of one can change together.</param>
/// <param name="Row">Its name in the partition; rows are listed in the ordinal order of these.</param>
/// <param name="Texts">Its properties; each of at most 32,768 characters.</param>
internal sealed record TableEntity(string Partition, string Row, ImmutableSortedDictionary<string, string> Texts)
{
    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";

    /// <summary>The version that was read; none for one that was made here.</summary>
    public ETag Version { get; init; }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(PartitionKey, Partition);
            json.WriteString(RowKey, Row);
            foreach (var (name, text) in Texts) { json.WriteString(name, text); }
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an answer; properties that are no text, such as the service's time stamp, are left out.</summary>
    public static TableEntity Of(JsonElement json, ETag version)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var isOurs = property.Value.ValueKind == JsonValueKind.String && property.Name is not (PartitionKey or RowKey or "Timestamp") && !property.Name.StartsWith("odata.", StringComparison.Ordinal);
            if (isOurs) { texts.Add(property.Name, property.Value.GetString()!); }
        }

        return new(json.GetProperty(PartitionKey).GetString()!, json.GetProperty(RowKey).GetString()!, texts.ToImmutable()) { Version = version };
    }
}

/// <summary>Some rows of a listing.</summary>
/// <param name="Entities">In the order of partition and row.</param>
/// <param name="Next">Where the next page starts; <see langword="null"/> after the last.</param>
internal sealed record TablePage(ImmutableArray<TableEntity> Entities, TablePosition? Next);

/// <summary>A place between two pages of a listing.</summary>
internal sealed record TablePosition(string Partition, string Row);

/// <summary>What is done to a row.</summary>
internal enum TableChangeKind
{
    /// <summary>Adds a row that must not be there.</summary>
    Insert,

    /// <summary>Sets the properties that are named, at the version that was read; the others stay.</summary>
    Merge,

    /// <summary>Removes a row, at the version that was read.</summary>
    Delete,
}

/// <summary>One change of a batch.</summary>
internal sealed record TableChange(TableChangeKind Kind, TableEntity Entity);
