using System.Collections.Immutable;
using Pipeline.App.Azure;
using Pipeline.App.Runs;
using Pipeline.App.Tests.Runs;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Azure;

public sealed class TableRunLedgerTests(Azurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_is_created_once_and_read_as_it_was() => await (await ContractAsync()).CreatesOnceAsync();

    [Fact]
    public async Task Run_is_replaced_only_at_the_version_that_was_read() => await (await ContractAsync()).ReplacesByVersionAsync();

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages_and_by_state() => await (await ContractAsync()).ListsNewestFirstAsync();

    [Fact]
    public async Task Key_belongs_to_the_first_run_that_claimed_it() => await (await ContractAsync()).ClaimsKeysOnceAsync();

    [Fact]
    public async Task Run_longer_than_a_property_is_read_whole_also_when_it_gets_shorter()
    {
        var ledger = await LedgerAsync();
        var run = RunLedgerContract.Run(1) with { Errors = [.. Enumerable.Range(0, 20).Select(_ => new string('ş', 900))] };
        await ledger.TryCreateAsync(run, Token);
        var found = (await ledger.TryReadAsync(run.RunId, Token))!;
        Assert.Equal(run.Errors, found.Run.Errors);

        await ledger.TryReplaceAsync(run with { Errors = ["short"] }, found.Version, Token);

        Assert.Equal(["short"], (await ledger.TryReadAsync(run.RunId, Token))!.Run.Errors);
    }

    private async Task<RunLedgerContract> ContractAsync() => new(await LedgerAsync());

    private async Task<TableRunLedger> LedgerAsync() => new(TableClientTests.Clients(await azurite.NewAccountAsync()).Table(TableRunLedger.TableName), Guid.NewGuid);
}
