using System.Text;
using Pipeline.Metrics.Kept;
using Pipeline.Metrics.Series;
using Pipeline.Parquet;

namespace Pipeline.Tests.Metrics.Series;

public sealed class PayingCustomersTests
{
    private const int Limit = 900;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void First_payments_are_the_same_whether_held_added_or_noted(int seed)
    {
        var random = new Random(seed);
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        var payers = new PayingCustomers(Limit);
        for (var part = 0; part < 5; part++)
        {
            var one = new PayingCustomers(Limit);
            string[] customers = [.. Enumerable.Range(0, 3000).Select(_ => $"cus_{random.Next(2000) + (part * 500)}")];
            int[] days = [.. customers.Select(_ => random.Next(1000))];
            one.Note(Column.OfTexts(Texts(customers), customers.Length), [.. days.Select(one.Counts)], days);
            foreach (var (customer, day) in customers.Zip(days).Where(paid => paid.Second <= Limit)) { expected[customer] = Math.Min(expected.GetValueOrDefault(customer, int.MaxValue), day); }

            payers.Add(Saved(one));
            if (part % 2 == seed % 2) { payers = Held(payers); }
            Check(expected, payers, $"seed {seed}, part {part}");
        }

        Check(expected, Held(payers), $"seed {seed}");
    }

    private static void Check(Dictionary<string, int> expected, PayingCustomers payers, string when)
    {
        Assert.True(expected.Count == payers.Count, when);
        foreach (var (customer, day) in expected) { Assert.True(payers.FirstPaid(payers.Find(Encoding.UTF8.GetBytes(customer))) == day, $"{when}: {customer}"); }
        Assert.Equal(-1, payers.Find("cus_nobody"u8));
    }

    private static TextValues Texts(string[] texts)
    {
        int[] offsets = new int[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++) { offsets[i + 1] = offsets[i] + texts[i].Length; }
        return new TextValues(Encoding.UTF8.GetBytes(string.Concat(texts)), offsets, texts.Length, Codes: null);
    }

    private static PayingCustomers Held(PayingCustomers payers)
    {
        var held = new PayingCustomers(Limit);
        held.Hold(Saved(payers));
        return held;
    }

    private static KeptReader Saved(PayingCustomers payers)
    {
        var writer = new KeptWriter();
        payers.Save(writer);
        return new KeptReader(writer.Written);
    }
}
