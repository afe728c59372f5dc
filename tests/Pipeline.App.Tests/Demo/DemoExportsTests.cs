using System.Globalization;
using System.Security.Cryptography;
using Pipeline.App.Demo;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Demo;

public sealed class DemoExportsTests
{
    [Fact]
    public void Files_of_the_default_seed_are_those_of_the_golden_list()
    {
        var golden = Path.Combine(Oracles.Root, "tests", "Pipeline.App.Tests", "Demo", "demo-files.golden.txt");
        var listing = string.Concat(DemoExports.Of(DemoCompany.Create()).Select(Line));

        var expected = File.Exists(golden) ? File.ReadAllText(golden) : "";

        Assert.True(string.Equals(expected, listing, StringComparison.Ordinal), $"{golden} differs; when the change is meant, make it:\n{listing}");
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var first = DemoExports.Of(DemoCompany.Create(seed: 7));
        var second = DemoExports.Of(DemoCompany.Create(seed: 7));
        var other = DemoExports.Of(DemoCompany.Create(seed: 8));

        Assert.All(first.Zip(second), pair => Assert.True(pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content), pair.First.Path));
        Assert.Contains(first.Zip(other), pair => !pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content));
    }

    [Fact]
    public void Scale_multiplies_the_customers()
    {
        var (one, three) = (KnownAnswers.Of(DemoCompany.Create()), KnownAnswers.Of(DemoCompany.Create(scale: 3)));

        Assert.InRange(three.Customers, one.Customers * 2.7, one.Customers * 3.3);
        Assert.InRange(three.MediaSpend["google_ads USD"], one.MediaSpend["google_ads USD"] * 2.7, one.MediaSpend["google_ads USD"] * 3.3);
    }

    [Fact]
    public void Every_planted_case_is_there()
    {
        var company = DemoCompany.Create();

        Assert.Contains(company.Invoices, invoice => invoice.Refunded == invoice.Total);
        Assert.Contains(company.Invoices, invoice => invoice.Refunded > 0 && invoice.Refunded < invoice.Total);
        Assert.Contains(company.Invoices, invoice => invoice.WasDeclined);
        Assert.Contains(company.Invoices, invoice => invoice.Status is "uncollectible");
        Assert.Contains(company.Subscriptions, subscription => subscription.CancelReason is "plan switched" && company.Subscriptions.Any(next => next.Customer == subscription.Customer && next.StartedAt == subscription.EndedAt));
        Assert.Contains(company.Subscriptions, subscription => subscription.Plan.IsYearly && subscription.Status is "active");
        Assert.Contains(company.Subscriptions, subscription => subscription.TrialEnd is not null && subscription.Status is "active");
        Assert.Contains(company.Subscriptions, subscription => subscription.CancelReason is "trial not converted");
        Assert.Contains(company.Subscriptions, subscription => subscription.Status is "canceled" && company.Subscriptions.Any(next => next.Customer == subscription.Customer && next.StartedAt > subscription.EndedAt));
        Assert.Contains(company.Subscriptions, subscription => subscription.Customer.Currency is "EUR");
    }

    [Fact]
    public void Files_that_are_there_are_not_written_again()
    {
        using var folder = new TemporaryFolder();
        var files = DemoExports.Of(DemoCompany.Create());

        Assert.Equal(files.Length, DemoExports.Write(files, folder.Path));
        Assert.Equal(0, DemoExports.Write(files, folder.Path));
    }

    private static string Line(DemoFile file)
    {
        var lines = file.Content.AsSpan().Count((byte)'\n');
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Content).AsSpan(0, 8));
        return string.Create(CultureInfo.InvariantCulture, $"{file.Path}\t{lines} lines\t{hash}\n");
    }
}
