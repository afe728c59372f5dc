using System.Globalization;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>Real threads on one table.</summary>
public sealed class DeltaRaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("folder", 6)]
    [InlineData("memory", 40)]
    public async Task Two_writers_both_get_their_rows_in_once(string kind, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            IObjectStore store = kind == "folder" ? new FolderObjectStore(Path.Join(_folder.Path, $"{round}")) : new InMemoryObjectStore();
            await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(
                async () =>
                {
                    var table = Samples.Table(store, seed: (round * 10) + writer);
                    for (var step = 0; step < 3; step++) { await table.AppendAsync($"{writer}/{step}", (writer * 100) + step); }
                },
                Token)));

            var reader = Samples.Table(store, seed: 0);
            Assert.Equal([0, 1, 2, 100, 101, 102], await reader.IdsAsync());
            Assert.Equal(5, (await reader.ReadAsync(Token))!.Version);
        }
    }

    [Fact]
    public async Task Eight_writers_of_the_same_work_do_it_once()
    {
        var store = new InMemoryObjectStore();
        for (var round = 0; round < 20; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
                () => Samples.Table(store, seed: (round * 10) + writer).AppendAsync($"work/{round}", round),
                Token)));

            Assert.Equal(1, results.Count(result => result.Outcome == CommitOutcome.Committed));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(id => (long)id), await Samples.Table(store, seed: 0).IdsAsync());
    }

    [Fact]
    public async Task Reader_sees_whole_versions_while_writers_commit_and_compact()
    {
        var store = new InMemoryObjectStore();
        using var done = new CancellationTokenSource();
        var readTwice = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reads = 0;
        var reader = Task.Run(
            async () =>
            {
                var table = Samples.Table(store, seed: 99);
                var last = -1L;
                while (!done.IsCancellationRequested)
                {
                    if (await table.ReadAsync(Token) is not { } snapshot) { continue; }
                    var ids = new HashSet<long>();
                    await foreach (var batch in table.ReadColumnsAsync(snapshot, ["id"], Token)) { ids.UnionWith(batch["id"].Int64s.Take(batch.RowCount)); }
                    Assert.All(ids, id => Assert.Contains(id ^ 1, ids));
                    Assert.True(snapshot.Version >= last, "versions ran backwards");
                    last = snapshot.Version;
                    if (++reads == 2) { readTwice.SetResult(); }
                }
            },
            Token);

        // On a busy machine the writers would be done before the reader is given a turn; a reader that failed must not hold them.
        var halfway = Task.WhenAny(readTwice.Task, reader);
        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(() => WritePairsAsync(Samples.Table(store, seed: writer), writer, halfway), Token));
        await Task.WhenAll(writers);
        await done.CancelAsync();
        await reader;

        Assert.True(reads > 1);
    }

    /// <summary>Each commit holds an even id in one file and the odd one after it in another; now and then all files become one.</summary>
    private static async Task WritePairsAsync(DeltaTable table, int writer, Task halfway)
    {
        for (var step = 0; step < 12; step++)
        {
            if (step == 6) { await halfway; }
            var id = 2 * ((writer * 1_000) + step);
            var seen = await table.ReadAsync(Token);
            var work = string.Create(CultureInfo.InvariantCulture, $"{writer}/{step}");
            await table.CommitAsync(
                new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", ReadAt = seen, Transactions = [work], Add = [await table.WriteAsync(id), await table.WriteAsync(id + 1)] },
                Token);
            if (step % 4 == 3) { await CompactAsync(table, work); }
        }
    }

    private static async Task CompactAsync(DeltaTable table, string work)
    {
        var seen = (await table.ReadAsync(Token))!;
        var ids = new List<int>();
        await foreach (var batch in table.ReadColumnsAsync(seen, ["id"], Token)) { ids.AddRange(batch["id"].Int64s.Take(batch.RowCount).Select(id => (int)id)); }
        try
        {
            await table.CommitAsync(
                new DeltaCommit
                {
                    Schema = Samples.Schema,
                    Operation = "OPTIMIZE",
                    ReadAt = seen,
                    Transactions = [$"optimise/{work}"],
                    Add = [await table.WriteAsync([.. ids])],
                    Remove = [.. seen.Files.Select(file => file.Path)],
                    ChangesRows = false,
                },
                Token);
        }
        catch (DeltaConflictException)
        {
            // The other writer compacted first; the rows are where they were.
        }
    }
}
