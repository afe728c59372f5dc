using System.Collections.Immutable;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;
using Pipeline.Testing.Metrics;

namespace Pipeline.Tests.Metrics;

/// <summary>What is kept of files must give what reading the files gives, whatever happens between two runs.</summary>
public sealed class KeptPartsTests
{
    private const int Runs = 6;

    public static TheoryData<int> Seeds => MetricSeeds.OrUsual(Enumerable.Range(1, 12));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Runs_that_use_what_was_kept_give_what_reading_everything_gives(int seed)
    {
        var company = new ChangingCompany(seed);
        for (var run = 1; run <= Runs; run++)
        {
            await CompareAsync(company, $"seed {seed}, run {run}");
            company.Change();
        }
    }

    [Fact]
    public async Task Nothing_is_read_again_of_what_did_not_change()
    {
        var uses = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var company = new ChangingCompany(seed);
            await ComputeAsync(company, company.Facts);
            await ComputeAsync(company, company.Facts);
            uses += company.Facts.Uses;
            Assert.Equal(0, company.Facts.Misses);
        }

        Assert.True(uses > 0);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("emptied")]
    [InlineData("one bit")]
    [InlineData("another program")]
    public async Task What_is_damaged_or_foreign_is_read_again(string damage)
    {
        var misses = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var company = new ChangingCompany(seed);
            await ComputeAsync(company, company.Facts);
            company.Facts.Damage(kept => Damaged(kept, damage, seed));
            await CompareAsync(company, $"{damage}, seed {seed}");
            misses += company.Facts.Misses;
        }

        Assert.True(misses > 0);
    }

    private static byte[] Damaged(byte[] kept, string damage, int seed)
    {
        if (damage is "cut") { return kept[..(kept.Length / 2)]; }
        if (damage is "emptied") { return []; }
        if (damage is "another program") { return [.. kept.Reverse()]; }
        kept[new Random(seed).Next(kept.Length)] ^= 8;
        return kept;
    }

    private static async Task CompareAsync(ChangingCompany company, string when)
    {
        var whole = await ComputeAsync(company, new WholeFacts(company.Facts));
        var kept = await ComputeAsync(company, company.Facts);
        foreach (var (one, other) in whole.All.Zip(kept.All))
        {
            if (Hashes(one).SequenceEqual(Hashes(other), StringComparer.Ordinal)) { continue; }
            var (expected, actual) = (Computed.Rows(one), Computed.Rows(other));
            Assert.Fail($"{when}: {one.Name} lacks '{expected.Except(actual, StringComparer.Ordinal).FirstOrDefault()}' and has '{actual.Except(expected, StringComparer.Ordinal).FirstOrDefault()}'");
        }
    }

    private static IEnumerable<string> Hashes(MetricTable table) => [.. table.Parts.Select(part => $"{part.Month} {ContentHash.Of(part.Make(new ColumnArrays()))}")];

    private static Task<MetricTables> ComputeAsync(ChangingCompany company, IFactReader facts) => MetricEngine.ComputeAsync(
        facts, company.Settings, company.Days, new MetricRun("run", company.ConfigHash, "versions"), TestContext.Current.CancellationToken);

    /// <summary>The same facts, of whose files nothing is kept.</summary>
    private sealed class WholeFacts(PartedFacts facts) : IFactReader
    {
        public Task ReadAsync(FactTable table, ImmutableArray<string> columns, Action<ColumnBatch> onBatch, CancellationToken cancellationToken) =>
            facts.ReadAsync(table, columns, onBatch, cancellationToken);
    }
}
