using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Parquet;

namespace Pipeline.Publish;

/// <summary>Says whether two batches hold the same rows, whoever computed them and from which versions.</summary>
internal static class ContentHash
{
    /// <summary>Columns that name the run, not the result.</summary>
    private static readonly ImmutableHashSet<string> Provenance = ["run_id", "input_versions"];

    /// <summary>64 hexadecimal digits over schema and values; provenance columns do not count.</summary>
    public static string Of(ColumnBatch rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < rows.Columns.Length; i++)
        {
            var schema = rows.Schema.Columns[i];
            if (Provenance.Contains(schema.Name)) { continue; }
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(schema.ToString()));
            Append(hash, rows.Columns[i]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Column column)
    {
        AppendNulls(hash, column);
        switch (column.Type)
        {
            case ColumnType.Boolean:
                hash.AppendData(column.Booleans.AsSpan(0, column.Count));
                break;
            case ColumnType.Int32 or ColumnType.Date:
                hash.AppendData(MemoryMarshal.AsBytes(column.Int32s.AsSpan(0, column.Count)));
                break;
            case ColumnType.Double:
                hash.AppendData(MemoryMarshal.AsBytes(column.Doubles.AsSpan(0, column.Count)));
                break;
            case ColumnType.Text:
                AppendTexts(hash, column);
                break;
            default:
                hash.AppendData(MemoryMarshal.AsBytes(column.Int64s.AsSpan(0, column.Count)));
                break;
        }
    }

    private static void AppendNulls(IncrementalHash hash, Column column)
    {
        Span<byte> position = stackalloc byte[sizeof(int)];
        for (var i = 0; i < column.Count; i++)
        {
            if (column.HasValue(i)) { continue; }
            BinaryPrimitives.WriteInt32LittleEndian(position, i);
            hash.AppendData(position);
        }
    }

    // Coded texts are hashed by the digest of their entry, so that equal rows hash alike whatever their dictionaries.
    private static void AppendTexts(IncrementalHash hash, Column column)
    {
        var texts = column.Texts!;
        var digests = new byte[texts.EntryCount][];
        for (var i = 0; i < column.Count; i++)
        {
            if (!column.HasValue(i)) { continue; }
            var entry = texts.Codes is null ? i : texts.Codes[i];
            hash.AppendData(digests[entry] ??= SHA256.HashData(texts.Entry(entry)));
        }
    }
}
