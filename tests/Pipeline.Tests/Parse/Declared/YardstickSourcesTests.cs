using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Model;
using Pipeline.Parse;
using Pipeline.Parse.Declared;
using Pipeline.Parse.Sources;
using Pipeline.Testing;

namespace Pipeline.Tests.Parse.Declared;

/// <summary>The yardstick's files are read as a company's own exports: by declarations that lie beside the benchmarks.</summary>
public sealed class YardstickSourcesTests
{
    private static string Folder { get; } = Path.Combine(Oracles.Root, "tests", "Pipeline.Benchmarks", "yardstick");

    [Theory]
    [InlineData("yardstick-invoices", "invoice", 2,
        "invoice_id,customer_id,subscription_id,invoice_date,amount,currency,status,plan,description\n"
        + "INV-000000001,cus_0a,sub_0b,2023-01-01,29.00,USD,paid,starter-monthly,\"Manual invoice, see note:\nstarter-monthly x4\"\n"
        + "INV-000000002,cus_0a,sub_0b,2023-01-02,-9.66,EUR,uncollectible,addon-seats,\n")]
    [InlineData("yardstick-opportunities", "opportunity", 2,
        "id,account_id,owner_id,created_at,close_date,stage,amount,is_won,lead_source,name\n"
        + "006AB,001CD,005000007,2023-01-01T10:11:12Z,2023-02-01,Closed Won,500.00,true,Web,\"Acme Foods, Inc - Expansion 7\"\n"
        + "006AC,001CD,005000007,2023-01-01T10:11:12Z,2023-02-01,Prospecting,500.00,false,Web,Acme Foods Inc - Expansion 8\n")]
    [InlineData("yardstick-leads", "lead", 2,
        "id,created_at,company,email,source,status,country,score,converted_opportunity_id\n"
        + "00QAB,2023-01-01T10:11:12Z,\"Acme Foods, Inc\",user1@foods.example.com,Web,Converted,US,77,006AB\n"
        + "00QAC,2023-01-01T10:11:12Z,Blue Health Ltd,user2@health.example.com,Partner,Disqualified,DE,0,\n")]
    [InlineData("yardstick-ad-spend", "marketing_spend_daily", 2,
        "date,channel,campaign,impressions,clicks,cost\n2023-01-01,google_ads,\"Brand, google_ads Q1\",200,1,0.40\n2023-01-01,bing,cmp_bing_7,80199,3608,1580.02\n")]
    public async Task Yardstick_file_is_read_whole_by_its_own_declaration(string source, string table, int rows, string text)
    {
        var token = TestContext.Current.CancellationToken;
        var bytes = Encoding.UTF8.GetBytes(text);
        Task<Stream> OpenAsync(CancellationToken _) => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false));
        var parser = new ExportParser(new SourceCatalog(SourceList.All, await ReadDeclarationsAsync()), new ParseSettings { HashKey = "a key for tests"u8.ToArray() }, new ParseOptions());

        var found = await parser.RecogniseAsync(OpenAsync, token);
        Assert.Equal(source, found.SourceName);
        var prepared = await parser.PrepareAsync(found.Tables[0], Landed(bytes), OpenAsync, token);
        Assert.Null(prepared.Refused);
        var reading = parser.Read(prepared.Export!, block => block.Tables.Select(batch => (batch.Table.Name, batch.Rows.RowCount)).ToArray());
        var read = new List<(string Table, int Rows)>();
        await foreach (var batches in reading.WithCancellation(token)) { read.AddRange(batches); }

        Assert.Equal(rows, reading.Report.Counts.Checked().Accepted);
        Assert.All(read, batch => Assert.Equal(table, batch.Table));
        Assert.Equal(rows, read.Sum(batch => batch.Rows));
    }

    private static async Task<ImmutableArray<SourceDefinition>> ReadDeclarationsAsync()
    {
        var sources = ImmutableArray.CreateBuilder<SourceDefinition>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "sources"), "*.json"))
        {
            var declared = DeclaredSource.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.Empty(declared.Problems.Select(problem => $"{Path.GetFileName(file)}: {problem.Path}: {problem.Sentence}"));
            sources.Add(declared.Source!);
        }

        return sources.ToImmutable();
    }

    private static LandedExport Landed(byte[] bytes) => new()
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        Name = "export.csv",
        Length = bytes.Length,
        ModifiedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        RawPath = "raw/export.csv",
    };
}
