using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Pipeline.Testing;

namespace Pipeline.Benchmarks;

/// <summary>One export of a gigabyte, dropped into the landing container of an emulated storage account: the published server reads it into the facts under a limited heap.</summary>
internal static class LargeExport
{
    private const string HeapLimit = "0x20000000";
    private const string Landed = "opportunities.csv";
    private const long Gigabyte = 1L << 30;
    private const int RowsInBlock = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Results results, long bytes)
    {
        var program = await PublishedProgram.BuildAsync();
        var folder = Directory.CreateTempSubdirectory("pipeline-large-").FullName;
        try
        {
            await using var azurite = new Azurite { Folder = folder };
            var account = (await azurite.NewAccountAsync()).ConnectionString;
            var rows = await DropAsync(account, bytes == 0 ? Gigabyte : bytes);
            var (wall, processor, peak) = await ServeAsync(program, account);
            var accepted = await AcceptedAsync(program, account);
            results.Put(
                "One export of a gigabyte, from a container into the facts",
                $"`large-export`: the published server on Azurite with DOTNET_GCHeapHardLimit={HeapLimit} (512 MB); {rows:N0} opportunities, all with keys of their own. Memory is what was resident at most.",
                ["MB", "rows", "accepted", "seconds", "processor seconds", "peak MB"],
                [[Number((bytes == 0 ? Gigabyte : bytes) / 1e6), Number(rows), Number(accepted), Results.Number(wall.TotalSeconds, "0"), Results.Number(processor.TotalSeconds, "0"), Number(peak / 1e6)]]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Number(double value) => Results.Number(value, "0");

    /// <summary>Writes the export as it is sent, so that it never lies anywhere but in the container.</summary>
    private static async Task<long> DropAsync(string account, long bytes)
    {
        var container = new BlobContainerClient(account, "landing", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));
        await container.CreateIfNotExistsAsync();
        var random = new Random(1);
        var rows = 0L;
        await using var target = await container.GetBlockBlobClient(Landed).OpenWriteAsync(overwrite: true, new BlockBlobOpenWriteOptions { BufferSize = 4 << 20 });
        var text = new StringBuilder("Id,Name,AccountId,OwnerId,StageName,Amount,CurrencyIsoCode,CreatedDate,CloseDate,LeadSource,IsClosed,IsWon,Probability\n");
        for (var written = 0L; written < bytes;)
        {
            for (var i = 0; i < RowsInBlock; i++) { Append(text, rows++, random); }
            var block = Encoding.UTF8.GetBytes(text.ToString());
            await target.WriteAsync(block);
            written += block.Length;
            text.Clear();
        }

        return rows;
    }

    private static void Append(StringBuilder text, long row, Random random)
    {
        var day = new DateOnly(2023, 1, 1).AddDays(random.Next(1000));
        var isClosed = random.Next(2) == 0;
        var stage = isClosed ? "Closed Won" : "Negotiation/Review";
        text.Append(CultureInfo.InvariantCulture, $"006A{row:D14},Renewal and expansion {row % 100_003} of {random.Next(1_000_000)},001A{random.Next(200_000):D14},005A{random.Next(500):D14},{stage},");
        text.Append(CultureInfo.InvariantCulture, $"{random.Next(1, 9_000_000) / 100m},USD,{day:yyyy-MM-dd}T08:30:00.000Z,{day.AddDays(90):yyyy-MM-dd},Partner referral,{isClosed},{isClosed},{(isClosed ? 100 : 60)}\n");
    }

    private static async Task<(TimeSpan Wall, TimeSpan Processor, long Peak)> ServeAsync(string program, string account)
    {
        using var server = Start(program, account, "serve", "--no-authentication", "--port", "0");
        var errors = server.StandardError.ReadToEndAsync();
        var output = server.StandardOutput.ReadToEndAsync();
        try
        {
            var queue = new QueueClient(account, "landed-exports", new QueueClientOptions(QueueClientOptions.ServiceVersion.V2023_11_03) { MessageEncoding = QueueMessageEncoding.Base64 });
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync($$"""{"pipeline_work":1,"work_kind":"landed_export","work_path":"landing/{{Landed}}"}""");
            var clock = Stopwatch.StartNew();
            var marks = new BlobContainerClient(account, "ops", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));
            while (!await HasMarkAsync(marks))
            {
                await Task.Delay(Pause);
                if (server.HasExited) { throw new InvalidOperationException($"the server ended with {server.ExitCode}: {await errors}{await output}"); }
            }

            server.Refresh();
            return (clock.Elapsed, server.TotalProcessorTime, server.PeakWorkingSet64);
        }
        finally
        {
            if (!server.HasExited) { server.Kill(); }
            Console.Error.WriteLine(await output);
        }
    }

    /// <summary>The mark of a landed file is written when its rows are in the facts.</summary>
    private static async Task<bool> HasMarkAsync(BlobContainerClient ops)
    {
        if (!await ops.ExistsAsync()) { return false; }
        await foreach (var _ in ops.GetBlobsAsync(BlobTraits.None, BlobStates.None, "landed/", CancellationToken.None)) { return true; }
        return false;
    }

    private static async Task<long> AcceptedAsync(string program, string account)
    {
        using var status = Start(program, account, "status", "--json");
        var errors = status.StandardError.ReadToEndAsync();
        var report = JsonNode.Parse(await status.StandardOutput.ReadToEndAsync()) ?? throw new InvalidOperationException(await errors);
        return (long)report["exports"]![0]!["accepted"]!;
    }

    private static Process Start(string program, string account, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "--lake", "azurite"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["Lake"] = account;
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }
}
