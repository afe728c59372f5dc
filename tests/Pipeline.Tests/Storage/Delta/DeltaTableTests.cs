using System.Text;
using Pipeline.Parquet;
using Pipeline.Storage;
using Pipeline.Storage.Delta;
using Pipeline.Testing;

namespace Pipeline.Tests.Storage.Delta;

public sealed class DeltaTableTests
{
    private readonly InMemoryObjectStore _store = new();
    private readonly DeltaTable _table;

    public DeltaTableTests() => _table = Samples.Table(_store, seed: 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Table_that_was_never_written_is_null() => Assert.Null(await _table.ReadAsync(Token));

    [Fact]
    public async Task First_commit_makes_the_table_with_its_columns_rows_work_and_properties()
    {
        var part = await _table.WriteAsync(1, 2, 7);
        var result = await _table.CommitAsync(
            new DeltaCommit
            {
                Schema = Samples.Schema,
                Operation = "WRITE",
                Transactions = ["ingest/a", "ingest/b"],
                Add = [part],
                Configuration = new Dictionary<string, string> { ["pipeline.grain"] = "one row per id" },
            },
            Token);

        var snapshot = (await _table.ReadAsync(Token))!;
        Assert.Equal(new CommitResult(0, CommitOutcome.Committed), result);
        Assert.Equal(0, snapshot.Version);
        Assert.Equal(Samples.Schema, snapshot.Schema);
        Assert.Equal([part.Path], snapshot.Files.Select(file => file.Path));
        Assert.Equal(3, snapshot.Files[0].RowCount);
        Assert.Equal(["ingest/a", "ingest/b"], snapshot.Transactions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("one row per id", snapshot.Configuration["pipeline.grain"]);
        Assert.Equal([1, 2, 7], await _table.IdsAsync());
    }

    [Fact]
    public async Task Commit_file_is_lines_of_actions_as_the_protocol_has_them()
    {
        var part = await _table.WritePartAsync(Samples.Schema, Samples.Encoded(Samples.Rows(1, 2, 7)), new Dictionary<string, string> { ["month"] = "2026-03" }, Token);
        await _table.CommitAsync(new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", Transactions = ["ingest/a"], Add = [part] }, Token);

        var text = Encoding.UTF8.GetString((await _store.TryReadAsync("facts/sample/_delta_log/00000000000000000000.json", Token))!.Content.Span);

        var golden = await File.ReadAllTextAsync(Path.Join(Oracles.Root, "tests/Pipeline.Tests/Storage/Delta/first-commit.json"), Token);
        Assert.Equal(golden.Replace("<size>", part.ByteCount.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Work_in_the_log_is_not_done_again()
    {
        await _table.AppendAsync("ingest/a", 1);

        var again = await _table.AppendAsync("ingest/a", 1);

        Assert.Equal(new CommitResult(0, CommitOutcome.AlreadyDone), again);
        Assert.Equal([1], await _table.IdsAsync());
    }

    [Fact]
    public async Task Work_done_by_another_writer_in_between_is_not_done_again()
    {
        await _table.AppendAsync("ingest/a", 1);
        var seen = await _table.ReadAsync(Token);
        await _table.AppendAsync("ingest/b", 2);

        var late = await _table.CommitAsync(Append(seen, "ingest/b", await _table.WriteAsync(2)), Token);

        Assert.Equal(new CommitResult(1, CommitOutcome.AlreadyDone), late);
        Assert.Equal([1, 2], await _table.IdsAsync());
    }

    [Fact]
    public async Task Work_done_in_part_by_another_is_a_conflict()
    {
        await _table.AppendAsync("ingest/a", 1);
        var seen = await _table.ReadAsync(Token);
        await _table.AppendAsync("ingest/b", 2);
        var both = Append(seen, "ingest/b", await _table.WriteAsync(2, 3)) with { Transactions = ["ingest/b", "ingest/c"] };

        var thrown = await Assert.ThrowsAsync<DeltaConflictException>(() => _table.CommitAsync(both, Token));

        Assert.Contains("'ingest/b'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], await _table.IdsAsync());
    }

    [Fact]
    public async Task Append_is_rebased_on_commits_in_between()
    {
        await _table.AppendAsync("a", 1);
        var seen = await _table.ReadAsync(Token);
        await _table.AppendAsync("b", 2);
        await _table.AppendAsync("c", 3);

        var result = await _table.CommitAsync(Append(seen, "d", await _table.WriteAsync(4)), Token);

        Assert.Equal(new CommitResult(3, CommitOutcome.Committed), result);
        Assert.Equal([1, 2, 3, 4], await _table.IdsAsync());
    }

    [Fact]
    public async Task Two_writers_that_both_create_the_table_both_succeed()
    {
        var first = Append(seen: null, "a", await _table.WriteAsync(1));
        var second = Append(seen: null, "b", await _table.WriteAsync(2));

        await _table.CommitAsync(first, Token);
        var result = await _table.CommitAsync(second, Token);

        Assert.Equal(1, result.Version);
        Assert.Equal([1, 2], await _table.IdsAsync());
    }

    [Fact]
    public async Task Replacing_a_file_that_is_no_longer_live_is_a_conflict()
    {
        await _table.AppendAsync("a", 1);
        var seen = await _table.ReadAsync(Token);
        var old = seen!.Files[0].Path;
        await _table.CommitAsync(Append(seen, "b", await _table.WriteAsync(2)) with { Remove = [old] }, Token);

        var late = Append(seen, "c", await _table.WriteAsync(3)) with { Remove = [old] };

        var thrown = await Assert.ThrowsAsync<DeltaConflictException>(() => _table.CommitAsync(late, Token));
        Assert.Contains(old, thrown.Message, StringComparison.Ordinal);
        Assert.Equal([2], await _table.IdsAsync());
    }

    [Fact]
    public async Task Exclusive_commit_conflicts_with_any_commit_in_between()
    {
        await _table.AppendAsync("a", 1);
        var seen = await _table.ReadAsync(Token);
        await _table.AppendAsync("b", 2);

        var exclusive = Append(seen, "c", await _table.WriteAsync(3)) with { IsExclusive = true };

        await Assert.ThrowsAsync<DeltaConflictException>(() => _table.CommitAsync(exclusive, Token));
    }

    [Fact]
    public async Task Added_nullable_column_is_null_in_older_files()
    {
        await _table.AppendAsync("a", 1);
        var seen = (await _table.ReadAsync(Token))!;
        var wider = new TableSchema(Samples.Schema.Columns.Add(new("note", ColumnType.Text)));

        await _table.CommitAsync(new DeltaCommit { Schema = wider, Operation = "ADD COLUMN", ReadAt = seen }, Token);

        var snapshot = (await _table.ReadAsync(Token))!;
        var batch = await _table.ReadColumnsAsync(snapshot, ["note", "id"], Token).SingleAsync(Token);
        Assert.Equal(seen.MetadataId, snapshot.MetadataId);
        Assert.Equal(wider, snapshot.Schema);
        Assert.False(batch["note"].HasValue(0));
        Assert.Equal(1, batch["id"].Int64s[0]);
    }

    [Fact]
    public async Task Append_under_the_old_columns_conflicts_with_a_change_of_columns()
    {
        await _table.AppendAsync("a", 1);
        var seen = (await _table.ReadAsync(Token))!;
        var wider = new TableSchema(Samples.Schema.Columns.Add(new("note", ColumnType.Text)));
        await _table.CommitAsync(new DeltaCommit { Schema = wider, Operation = "ADD COLUMN", ReadAt = seen }, Token);

        var late = Append(seen, "b", await _table.WriteAsync(2));

        await Assert.ThrowsAsync<DeltaConflictException>(() => _table.CommitAsync(late, Token));
    }

    [Fact]
    public async Task Column_may_change_its_type_only_when_every_file_is_replaced()
    {
        await _table.AppendAsync("a", 1);
        var seen = (await _table.ReadAsync(Token))!;
        var narrow = new TableSchema([new("id", ColumnType.Int32)]);
        var change = new DeltaCommit { Schema = narrow, Operation = "REBUILD", ReadAt = seen };

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => _table.CommitAsync(change, Token));
        Assert.Contains("replace every file", thrown.Message, StringComparison.Ordinal);
        await _table.CommitAsync(change with { Remove = [seen.Files[0].Path] }, Token);

        Assert.Equal(narrow, (await _table.ReadAsync(Token))!.Schema);
    }

    [Fact]
    public async Task Commit_that_only_a_bug_asks_for_is_refused()
    {
        await _table.AppendAsync("a", 1);
        var seen = await _table.ReadAsync(Token);
        var live = seen!.Files[0];
        var nothing = new DeltaCommit { Schema = Samples.Schema, Operation = "WRITE", ReadAt = seen };
        DeltaCommit[] bugs =
        [
            nothing,
            nothing with { Remove = ["part-unknown.parquet"] },
            nothing with { Add = [live] },
            nothing with { Add = [live], Remove = [live.Path] },
            nothing with { Transactions = ["x", "x"] },
            nothing with { ReadAt = null, Remove = [live.Path] },
            nothing with { Transactions = ["x"], Schema = new TableSchema([new("Upper", ColumnType.Int64)]) },
            nothing with { Transactions = ["x"], Configuration = new Dictionary<string, string> { ["delta.appendOnly"] = "true" } },
        ];

        foreach (var bug in bugs) { await Assert.ThrowsAsync<ArgumentException>(() => _table.CommitAsync(bug, Token)); }

        Assert.Equal(0, (await _table.ReadAsync(Token))!.Version);
    }

    [Fact]
    public async Task Unknown_column_is_refused_with_those_there_are()
    {
        await _table.AppendAsync("a", 1);
        var snapshot = (await _table.ReadAsync(Token))!;

        var thrown = Assert.Throws<ArgumentException>(() => _table.ReadColumnsAsync(snapshot, ["nope"], Token));

        Assert.Contains("'nope'; it has id, day, channel", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_without_files_has_columns_and_no_rows()
    {
        await _table.CommitAsync(new DeltaCommit { Schema = Samples.Schema, Operation = "CREATE" }, Token);
        var snapshot = (await _table.ReadAsync(Token))!;

        Assert.Empty(await _table.ReadColumnsAsync(snapshot, ["id"], Token).ToListAsync(Token));
        Assert.Empty(await _table.ListRowGroupsAsync(snapshot, mayMatch: null, Token));
    }

    [Fact]
    public async Task Row_groups_are_read_in_parallel_and_files_are_pruned_by_statistics()
    {
        var early = await _table.WritePartAsync(Samples.Schema, Samples.Encoded(Samples.Rows(1, 2), Samples.Rows(3, 4)), tags: null, Token);
        var late = await _table.WriteAsync(100, 101);
        await _table.CommitAsync(Append(seen: null, "a", early) with { Add = [early, late] }, Token);
        var snapshot = (await _table.ReadAsync(Token))!;
        var lastDay = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(20_050);

        var all = await _table.ListRowGroupsAsync(snapshot, mayMatch: null, Token);
        var pruned = await _table.ListRowGroupsAsync(snapshot, file => file.Statistics.Of("day").MayHoldDates(DateOnly.MinValue, lastDay), Token);
        var batches = await Task.WhenAll(all.Select(group => Task.Run(() => _table.ReadRowGroupAsync(group, ["id"], Token), Token)));

        Assert.Equal([2, 2, 2], all.Select(group => group.RowCount));
        Assert.Equal([early.Path, early.Path], pruned.Select(group => group.File.Path));
        Assert.Equal([1L, 2, 3, 4, 100, 101], batches.SelectMany(batch => batch["id"].Int64s.Take(batch.RowCount)).Order());
    }

    [Fact]
    public async Task Damaged_part_is_named()
    {
        await _table.AppendAsync("a", 1);
        var snapshot = (await _table.ReadAsync(Token))!;
        var path = "facts/sample/" + snapshot.Files[0].Path;
        _store.Overwrite(path, (await _store.TryReadAsync(path, Token))!.Content[..^9].ToArray());

        var thrown = await Assert.ThrowsAsync<DeltaLogException>(async () => await _table.ReadColumnsAsync(snapshot, ["id"], Token).ToListAsync(Token));

        Assert.Contains(snapshot.Files[0].Path, thrown.Message, StringComparison.Ordinal);
    }

    private static DeltaCommit Append(DeltaSnapshot? seen, string work, DataFile part) =>
        new() { Schema = Samples.Schema, Operation = "WRITE", ReadAt = seen, Transactions = [work], Add = [part] };
}
