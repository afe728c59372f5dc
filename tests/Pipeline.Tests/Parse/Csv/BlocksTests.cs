using System.Text;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse.Csv;

public sealed class BlocksTests
{
    [Fact]
    public async Task One_block_and_many_blocks_give_the_same_rows()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var text = RandomExport(seed);
            var whole = await ReadAsync(text, 4 << 20, 1);
            var cut = await ReadAsync(text, 64 + (seed * 7), 1 + (seed % 3));

            Assert.True(whole.Rows.SelectMany(row => row).SequenceEqual(cut.Rows.SelectMany(row => row)), $"seed {seed}");
            Assert.True(whole.Rejections.SequenceEqual(cut.Rejections), $"seed {seed}");
            Assert.True(whole.Counts.RowsIn == cut.Counts.RowsIn && whole.Counts.Accepted == cut.Counts.Accepted, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Counts_always_add_up()
    {
        for (var seed = 100; seed < 160; seed++)
        {
            var outcome = await ReadAsync(RandomExport(seed), 200, 2);
            var counts = outcome.Counts;

            Assert.True(counts.RowsIn == counts.Accepted + counts.Quarantined + counts.Excluded.Values.Sum(), $"seed {seed}");
            Assert.True(counts.Accepted == outcome.Rows.Length && counts.Quarantined == outcome.Rejections.Length, $"seed {seed}");
        }
    }

    private static Task<Outcome> ReadAsync(string text, int blockBytes, int degree) =>
        new Scenario(Declarations.Invoices) { Options = new ParseOptions { BlockBytes = blockBytes, Degree = degree } }.ReadAsync(text);

    private static string RandomExport(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("id,amount,text\n");
        for (var row = 0; row < 80; row++)
        {
            text.Append(random.Next(14) switch
            {
                0 => $"i{row},not a number,x\n",
                1 => $"i{row},1.5\n",
                2 => $"i{row},1.5,a \"quote\" inside\n",
                3 => $"i{row},1.5,\"two\nlines\"\n",
                4 => $"i{row},1.5,\"quoted\" tail\n",
                5 => ",,\n",
                6 => $"i{row},1.5,x,\n",
                7 => "\n",
                8 => $"i{row},1.5,\"a \"\"b\"\" c\"\r\n",
                _ => $"i{row},{row}.25,{new string('t', random.Next(30))}\n",
            });
        }

        return seed % 5 == 0 ? text + "last,1.5,\"never closed\nmore" : text.ToString().TrimEnd('\n');
    }
}
