using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>Small tables for the tests of this folder.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TableSchema Schema = new(
    [
        new("id", ColumnType.Int64, Nullable: false),
        new("day", ColumnType.Date),
        new("channel", ColumnType.Text),
        new("amount", ColumnType.Decimal, Precision: 18, Scale: 4),
        new("seen_at", ColumnType.Timestamp),
        new("ratio", ColumnType.Double),
        new("is_new", ColumnType.Boolean),
        new("count", ColumnType.Int32),
    ]);

    /// <summary>An environment whose ids follow from <paramref name="seed"/>, whose clock stands still, and that does not wait.</summary>
    public static DeltaEnvironment Environment(int seed, TimeProvider? clock = null)
    {
        var random = new Random(seed);
        return new DeltaEnvironment(clock ?? new FakeTimeProvider(Start), () => NextId(random)) { Delay = (_, _) => Task.CompletedTask };
    }

    public static DeltaTable Table(IObjectStore store, int seed, TimeProvider? clock = null) => new(store, "facts/sample", Environment(seed, clock));

    /// <summary>Rows of which every value follows from the id; every seventh row is null where it may be.</summary>
    public static ColumnBatch Rows(params int[] ids)
    {
        var validity = new ulong[(ids.Length + 63) / 64];
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] % 7 != 0) { validity[i >> 6] |= 1UL << (i & 63); }
        }

        T[] Each<T>(Func<int, T> valueOf) => [.. ids.Select(id => id % 7 == 0 ? default! : valueOf(id))];
        var columns = ImmutableArray.Create(
            Column.OfInt64s([.. ids.Select(id => (long)id)], ids.Length),
            Column.OfDates(Each(id => 20_000 + id), ids.Length, validity),
            Column.OfTexts(Texts(Each(ChannelOf)), ids.Length, validity),
            Column.OfDecimals(Each(id => AmountOf(id)), ids.Length, validity),
            Column.OfTimestamps(Each(id => 1_767_225_600_000_001L + id), ids.Length, validity),
            Column.OfDoubles(Each(id => id / 8.0), ids.Length, validity),
            Column.OfBooleans(Each(id => (byte)(id & 1)), ids.Length, validity),
            Column.OfInt32s(Each(id => -id), ids.Length, validity));
        return new ColumnBatch(Schema, columns, ids.Length);
    }

    public static string ChannelOf(int id) => (id % 3) switch { 0 => "google_ads", 1 => "ıstanbul \"quoted\"", _ => "" };

    public static long AmountOf(int id) => (id * 12_345L) - 1_000_000;

    public static Task<DataFile> WriteAsync(this DeltaTable table, params int[] ids) =>
        table.WritePartAsync(Schema, Encoded(Rows(ids)), tags: null, CancellationToken.None);

    public static async IAsyncEnumerable<EncodedRowGroup> Encoded(params ColumnBatch[] batches)
    {
        foreach (var batch in batches)
        {
            await Task.Yield();
            yield return ParquetEncoder.Encode(batch);
        }
    }

    /// <summary>Reads the table, adds rows under the name of a piece of work, and commits.</summary>
    public static async Task<CommitResult> AppendAsync(this DeltaTable table, string work, params int[] ids)
    {
        var seen = await table.ReadAsync(CancellationToken.None);
        var commit = new DeltaCommit { Schema = Schema, Operation = "WRITE", ReadAt = seen, Transactions = [work], Add = [await table.WriteAsync(ids)] };
        return await table.CommitAsync(commit, CancellationToken.None);
    }

    public static async Task<List<long>> IdsAsync(this DeltaTable table)
    {
        var snapshot = await table.ReadAsync(CancellationToken.None);
        var ids = new List<long>();
        if (snapshot is null) { return ids; }

        await foreach (var batch in table.ReadColumnsAsync(snapshot, ["id"], CancellationToken.None)) { ids.AddRange(batch["id"].Int64s.Take(batch.RowCount)); }
        ids.Sort();
        return ids;
    }

    private static TextValues Texts(string?[] texts)
    {
        var bytes = new List<byte>();
        var offsets = new List<int> { 0 };
        foreach (var text in texts)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text ?? string.Empty));
            offsets.Add(bytes.Count);
        }

        return new TextValues([.. bytes], [.. offsets], texts.Length, Codes: null);
    }

    private static Guid NextId(Random random)
    {
        var bytes = new byte[16];
        lock (random) { random.NextBytes(bytes); }
        return new Guid(bytes);
    }
}
