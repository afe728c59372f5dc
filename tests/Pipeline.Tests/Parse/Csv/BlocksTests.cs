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
    public async Task Rows_of_one_block_are_read_as_each_by_itself()
    {
        var source = Declarations.Invoices with
        {
            Outputs = [Declarations.Invoices.Outputs[0] with { Columns = [.. Declarations.Invoices.Outputs[0].Columns.Where(mapping => mapping.Column != "description"), Read.EmailDomain("description", "text")] }],
        };
        for (var seed = 0; seed < 6; seed++)
        {
            var text = RandomCells(seed);
            var whole = await new Scenario(source).ReadAsync(text);
            var cut = await new Scenario(source) { Options = new ParseOptions { BlockBytes = 64 } }.ReadAsync(text);

            Assert.True(whole.Rows.Length > 300);
            Assert.True(whole.Rows.SelectMany(row => row).SequenceEqual(cut.Rows.SelectMany(row => row)), $"seed {seed}");
            Assert.True(whole.Rejections.SequenceEqual(cut.Rejections), $"seed {seed}");
        }
    }

    /// <summary>Rows whose cells are mostly of the usual forms for some hundred rows, then quoted, then of any form.</summary>
    private static string RandomCells(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("id,amount,day,paid at,currency,customer,text\n");
        for (var row = 0; row < 900; row++)
        {
            var (isOdd, isQuoted) = (random.Next(row / 300 == 2 ? 4 : 60) == 0, row / 100 % 3 == 1);
            string[] cells =
            [
                Pick($"INV-{row}", "+1", "1.2E+17", "a+b", new string('i', 40)),
                Pick($"{random.Next(100_000)}.{random.Next(10)}", "-5", "7", "1.", ".5", "-0.25", "123456789.5", "0.0000001", "12,5", "", "-", "1 000.5", "(3.00)"),
                Pick($"2026-01-{1 + (row / 90):00}", "2026-02-30", "", "31/12/2025", "2026-01-05T00:00:00Z", "n/a"),
                Pick($"2026-01-05T12:{row % 60:00}:07Z", "", "2026-01-05", "2026-01-05 10:00", "1767571200"),
                Pick(row % 3 == 0 ? "EUR" : "USD", "", "euro", "usd", "xyz", " EUR "),
                Pick($"cus_{row % 50}", "", "N/A", " c ", new string('c', 70), "é"),
                Pick($"user{row}@example{row % 20}.com", "", "no address", "@x.de", "a@b@c.de", "ann@gmail.com", new string('u', 40) + "@far.de", "u@" + new string('d', 40) + ".de", "Ann@Example1.COM"),
            ];
            text.AppendJoin(',', cells.Select(cell => isQuoted || cell.Contains(',') ? $"\"{cell}\"" : cell)).Append('\n');

            string Pick(string usual, params string[] odd) => isOdd ? odd[random.Next(odd.Length)] : usual;
        }

        return text.ToString();
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
