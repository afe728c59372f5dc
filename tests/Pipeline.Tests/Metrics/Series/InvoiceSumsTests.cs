using System.Globalization;
using Pipeline.Testing;
using FactTables = Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics.Series;

public sealed class InvoiceSumsTests
{
    private const string Columns = "invoice_id, customer_id, plan_id, type, status, issued_date, currency, subtotal, discount, tax, total, service_start, service_end, is_deleted";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Invoices_of_few_days_come_to_the_same_added_up_and_one_by_one(int seed)
    {
        var random = new Random(seed);
        string[] invoices = [.. Enumerable.Range(0, 3000).Select(i => Invoice(random, i))];
        // A batch of one row adds nothing up.
        var (addedUp, oneByOne) = (Facts(invoices, 1000), Facts(invoices, 1));
        foreach (var asOf in (string?[])[null, "2024-03-03"])
        {
            var expected = await Computed.OfAsync(oneByOne, asOf: asOf);
            Assert.Equal(expected.Lines, (await Computed.OfAsync(addedUp, asOf: asOf)).Lines);
            Assert.NotEqual("-", expected["2024-03-03", "billings", "currency/CHF"]);
        }
    }

    private static InMemoryFacts Facts(string[] invoices, int batchSize) => new InMemoryFacts { BatchSize = batchSize }
        .Add(FactTables.Invoice, Columns, invoices)
        .Add(FactTables.FxRate, "from_currency, to_currency, rate_date, rate", "EUR, USD, 2024-03-01, 1.07", "EUR, USD, 2024-03-03, 1.083", "JPY, USD, 2024-03-01, 0.0066");

    private static string Invoice(Random random, int number)
    {
        var day = random.Next(1, 6);
        var status = random.GetItems(["paid", "paid", "open", "refunded", "void", "draft", ""], 1)[0];
        // Now and then more than sums are made for.
        var amount = random.Next(50) == 0 ? random.NextInt64(-9_000_000_000, 9_000_000_000) : random.Next(-1_000_000, 100_000_000) / 1000m;
        var period = random.Next(10) == 0 ? $"2024-03-0{day}, 2024-04-0{random.Next(1, 9)}" : ", ";
        var plan = random.GetItems(["", "pro", "team"], 1)[0];
        var amounts = random.Next(2) == 0 ? $"{Text(amount)}, 1.5, , {Text(amount + 1)}" : $", , 2.25, {Text(amount)}";
        // Of CHF there is no rate.
        var currency = random.GetItems(["USD", "EUR", "JPY", "CHF", ""], 1)[0];
        return $"i{number}, c{random.Next(400)}, {plan}, invoice, {(status.Length == 0 ? "uncollectible" : status)}, 2024-03-0{day}, {currency}, {amounts}, {period}, {(random.Next(20) == 0 ? "true" : "false")}";
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
