using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Pipeline.App.Azure;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

public sealed class TableClientTests(Azurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_is_inserted_once_and_read_by_its_name()
    {
        var table = await TableAsync();

        Assert.True(await table.TryInsertAsync(Row("a", "it's 100% \"ş\"", ("Text", "şeker ☃\n'"), ("Empty", "")), Token));
        Assert.False(await table.TryInsertAsync(Row("a", "it's 100% \"ş\"", ("Text", "other")), Token));

        var found = (await table.TryReadAsync("a", "it's 100% \"ş\"", Token))!;
        Assert.Equal("şeker ☃\n'", found.Texts["Text"]);
        Assert.Equal("", found.Texts["Empty"]);
        Assert.Null(await table.TryReadAsync("a", "b", Token));
    }

    [Fact]
    public async Task Row_is_merged_at_the_version_that_was_read_and_keeps_its_other_properties()
    {
        var table = await TableAsync();
        await table.TryInsertAsync(Row("a", "1", ("Kept", "k"), ("Changed", "old")), Token);
        var found = (await table.TryReadAsync("a", "1", Token))!;

        Assert.True(await table.TryMergeAsync(Row("a", "1", ("Changed", "new")) with { Version = found.Version }, Token));
        Assert.False(await table.TryMergeAsync(Row("a", "1", ("Changed", "late")) with { Version = found.Version }, Token));
        Assert.False(await table.TryMergeAsync(Row("a", "absent", ("Changed", "x")) with { Version = found.Version }, Token));

        var merged = (await table.TryReadAsync("a", "1", Token))!;
        Assert.Equal(("k", "new"), (merged.Texts["Kept"], merged.Texts["Changed"]));
    }

    [Fact]
    public async Task Query_goes_on_page_by_page_in_the_order_of_names()
    {
        var table = await TableAsync();
        foreach (var number in Enumerable.Range(0, 25).Reverse()) { await table.TryInsertAsync(Row("it's", number.ToString("D3", CultureInfo.InvariantCulture), ("Even", number % 2 == 0 ? "yes" : "no")), Token); }
        await table.TryInsertAsync(Row("other", "000", ("Even", "yes")), Token);
        var filter = $"{TableClient.Equal("PartitionKey", "it's")} and {TableClient.Equal("Even", "yes")}";

        var names = new List<string>();
        TablePosition? next = null;
        do
        {
            var page = await table.QueryAsync(filter, 4, next, Token);
            Assert.True(page.Entities.Length <= 4);
            names.AddRange(page.Entities.Select(entity => entity.Row));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 13).Select(number => (number * 2).ToString("D3", CultureInfo.InvariantCulture)), names);
        Assert.Empty((await table.QueryAsync(TableClient.Equal("PartitionKey", "none"), 10, null, Token)).Entities);
    }

    [Fact]
    public async Task Batch_changes_all_rows_or_none()
    {
        var table = await TableAsync();
        ImmutableArray<TableChange> inserts = [Insert("1"), Insert("2"), Insert("3")];
        Assert.True(await table.TrySubmitAsync(inserts, Token));

        Assert.False(await table.TrySubmitAsync([Insert("4"), Insert("2")], Token));
        Assert.Null(await table.TryReadAsync("a", "4", Token));

        var first = (await table.TryReadAsync("a", "1", Token))!;
        var second = (await table.TryReadAsync("a", "2", Token))!;
        Assert.True(await table.TrySubmitAsync(
            [new(TableChangeKind.Merge, Row("a", "1", ("Text", "merged")) with { Version = first.Version }), new(TableChangeKind.Delete, second), Insert("5")],
            Token));
        Assert.Equal("merged", (await table.TryReadAsync("a", "1", Token))!.Texts["Text"]);
        Assert.Null(await table.TryReadAsync("a", "2", Token));
        Assert.False(await table.TrySubmitAsync([Insert("6"), new(TableChangeKind.Merge, first)], Token));
        Assert.Null(await table.TryReadAsync("a", "6", Token));
    }

    [Fact]
    public async Task Table_that_is_not_there_holds_nothing()
    {
        var table = await TableAsync();

        Assert.Null(await table.TryReadAsync("a", "1", Token));
        Assert.Empty((await table.QueryAsync(TableClient.Equal("PartitionKey", "a"), 10, null, Token)).Entities);
    }

    [Fact]
    public async Task Wrong_key_is_refused_with_the_way_out()
    {
        var account = await azurite.NewAccountAsync();
        var parts = account.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=c2VjcmV0" : part);
        var table = Clients(account with { ConnectionString = string.Join(';', parts) }).Table("rows");

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.TryInsertAsync(Row("a", "1"), Token));

        Assert.True(AzureFailure.Is(refusal, Token));
        Assert.Contains("refused (403", AzureFailure.Of("write", refusal).Message, StringComparison.Ordinal);
    }

    internal static AzureClients Clients(AzuriteAccount account) => new(ConnectionString.Read(account.ConnectionString, "test"));

    private static TableChange Insert(string row) => new(TableChangeKind.Insert, Row("a", row, ("Text", "text of " + row)));

    private static TableEntity Row(string partition, string row, params (string Name, string Text)[] texts) =>
        new(partition, row, texts.ToImmutableSortedDictionary(text => text.Name, text => text.Text, StringComparer.Ordinal));

    private async Task<TableClient> TableAsync() => Clients(await azurite.NewAccountAsync()).Table("rows");
}
