using System.Globalization;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

/// <summary>Crashes, lost answers and interleavings, each decided by a seed.</summary>
public sealed class DeltaFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.LostAnswer)]
    [InlineData(Fault.ErrorAfter)]
    [InlineData(Fault.ErrorBefore)]
    [InlineData(Fault.KillBefore)]
    [InlineData(Fault.KillAfter)]
    public async Task Fault_at_any_changing_call_neither_loses_nor_doubles_work(Fault fault)
    {
        // Twelve appends make twelve parts, twelve commits, a checkpoint and its pointer.
        for (var call = 1; call <= 27; call++)
        {
            var inner = new InMemoryObjectStore();
            var isSpent = false;
            IObjectStore process = Faulty();
            for (var work = 0; work < 12; work++)
            {
                try
                {
                    await Samples.Table(process, seed: (call * 100) + work).AppendAsync($"work/{work}", work);
                }
                catch (Exception e) when (e is StorageException or ProcessKilledException)
                {
                    process = new FaultyObjectStore(inner, _ => Fault.None);
                    await Samples.Table(process, seed: (call * 100) + 50 + work).AppendAsync($"work/{work}", work);
                }
            }

            var table = Samples.Table(inner, seed: 0);
            Assert.Equal(Enumerable.Range(0, 12).Select(id => (long)id), await table.IdsAsync());
            Assert.True(isSpent || call > 26, $"call {call} was never made");

            FaultyObjectStore Faulty() => new(inner, number =>
            {
                if (number != call || isSpent) { return Fault.None; }
                isSpent = true;
                return fault;
            });
        }
    }

    [Fact]
    public async Task Lost_answer_of_a_commit_is_recognised_as_our_own()
    {
        var inner = new InMemoryObjectStore();
        await Samples.Table(inner, seed: 1).AppendAsync("before", 0);
        // The first changing call writes the part, the second the commit.
        var lossy = new FaultyObjectStore(inner, call => call == 2 ? Fault.LostAnswer : Fault.None);
        var broken = new FaultyObjectStore(inner, call => call == 2 ? Fault.ErrorAfter : Fault.None);

        Assert.Equal(new CommitResult(1, CommitOutcome.Committed), await Samples.Table(lossy, seed: 2).AppendAsync("a", 1));
        Assert.Equal(new CommitResult(2, CommitOutcome.Committed), await Samples.Table(broken, seed: 3).AppendAsync("b", 2));

        Assert.Equal([0, 1, 2], await Samples.Table(inner, seed: 4).IdsAsync());
    }

    [Fact]
    public async Task Races_that_are_always_lost_end_in_a_clear_error()
    {
        var inner = new InMemoryObjectStore();
        await Samples.Table(inner, seed: 1).AppendAsync("before", 0);
        var table = new DeltaTable(new AlwaysLate(inner), "facts/sample", Samples.Environment(2));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.AppendAsync("a", 1));

        Assert.Contains("lost 20 races", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([0], await Samples.Table(inner, seed: 3).IdsAsync());
    }

    [Fact]
    public async Task Seeded_schedules_of_two_faulty_processes_lose_nothing_double_nothing_and_tear_nothing()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var inner = new InMemoryObjectStore();
            Actor[] actors = [new(inner, seed, 0, random), new(inner, seed, 1, random)];
            for (var turn = 0; !actors.All(actor => actor.IsFinished); turn++)
            {
                Assert.True(turn < 2_000, $"seed {seed}: the work does not end");
                await actors[random.Next(actors.Length)].StepAsync();
                if (turn % 16 == 0) { await CheckPairsAsync(inner, seed); }
            }

            await CheckPairsAsync(inner, seed);
            var ids = await Samples.Table(inner, seed: 0).IdsAsync();
            var expected = actors.SelectMany(actor => actor.Ids).Select(id => (long)id).Order().ToList();
            Assert.True(expected.SequenceEqual(ids), $"seed {seed}: expected {string.Join(',', expected)}, found {string.Join(',', ids)}");
        }
    }

    private static async Task CheckPairsAsync(InMemoryObjectStore store, int seed)
    {
        var ids = await Samples.Table(store, seed: 0).IdsAsync();
        Assert.True(ids.All(id => ids.Contains(id ^ 1)), $"seed {seed}: a torn version");
        Assert.True(ids.Distinct().Count() == ids.Count, $"seed {seed}: rows are doubled");
    }

    /// <summary>A process that appends pairs and compacts, one small step at a time, and starts again after each death.</summary>
    private sealed class Actor(InMemoryObjectStore store, int seed, int number, Random random)
    {
        private const int Works = 7;
        private DeltaTable? _table;
        private int _work;
        private int _restarts;
        private bool _hasRead;
        private DeltaSnapshot? _seen;
        private DeltaCommit? _commit;

        public bool IsFinished => _work == Works;

        public IEnumerable<int> Ids => Enumerable.Range(0, Works).Where(work => !IsCompaction(work)).SelectMany(work => new[] { IdOf(work), IdOf(work) + 1 });

        public async Task StepAsync()
        {
            if (IsFinished) { return; }
            try
            {
                _table ??= Samples.Table(new FaultyObjectStore(store, _ => NextFault()), (seed * 1_000) + (number * 500) + _restarts);
                await DoAsync(_table);
            }
            catch (ProcessKilledException)
            {
                _table = null;
                _restarts++;
                Forget();
            }
            catch (Exception e) when (e is StorageException or DeltaConflictException)
            {
                Forget();
            }
        }

        private async Task DoAsync(DeltaTable table)
        {
            if (!_hasRead)
            {
                _seen = await table.ReadAsync(Token);
                _hasRead = true;
            }
            else if (_commit is null)
            {
                _commit = await PrepareAsync(table);
            }
            else
            {
                await table.CommitAsync(_commit, Token);
                _work++;
                Forget();
            }
        }

        private async Task<DeltaCommit> PrepareAsync(DeltaTable table)
        {
            var commit = new DeltaCommit
            {
                Schema = Samples.Schema,
                Operation = "WRITE",
                ReadAt = _seen,
                Transactions = [string.Create(CultureInfo.InvariantCulture, $"{number}/{_work}")],
            };
            if (!IsCompaction(_work)) { return commit with { Add = [await table.WriteAsync(IdOf(_work)), await table.WriteAsync(IdOf(_work) + 1)] }; }
            if (_seen is null || _seen.Files.IsEmpty) { return commit; }

            var ids = new List<int>();
            await foreach (var batch in table.ReadColumnsAsync(_seen, ["id"], Token)) { ids.AddRange(batch["id"].Int64s.Take(batch.RowCount).Select(id => (int)id)); }
            return commit with { Add = [await table.WriteAsync([.. ids])], Remove = [.. _seen.Files.Select(file => file.Path)], ChangesRows = false };
        }

        private Fault NextFault() => random.Next(8) == 0 ? (Fault)random.Next(1, 6) : Fault.None;

        private void Forget()
        {
            _hasRead = false;
            _seen = null;
            _commit = null;
        }

        private int IdOf(int work) => 2 * ((number * 100) + work);

        private static bool IsCompaction(int work) => work % 4 == 3;
    }

    /// <summary>A store on which somebody else always creates a commit first.</summary>
    private sealed class AlwaysLate(InMemoryObjectStore inner) : IObjectStore
    {
        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken) => inner.OpenReadAsync(path, cancellationToken);

        public Task<VersionedContent?> TryReadAsync(string path, CancellationToken cancellationToken) => inner.TryReadAsync(path, cancellationToken);

        public Task<bool> TryCreateAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
            path.EndsWith(".json", StringComparison.Ordinal) ? Task.FromResult(false) : inner.TryCreateAsync(path, write, cancellationToken);

        public Task<bool> TryReplaceAsync(string path, ReadOnlyMemory<byte> content, ObjectVersion? expected, CancellationToken cancellationToken) =>
            inner.TryReplaceAsync(path, content, expected, cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);
    }
}
