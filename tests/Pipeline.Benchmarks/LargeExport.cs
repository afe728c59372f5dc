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
    public const long Gigabyte = 1L << 30;

    private const int RowsInBlock = 10_000;

    public static async Task RunAsync(Results results, long bytes)
    {
        var program = await PublishedProgram.BuildAsync();
        var folder = Directory.CreateTempSubdirectory("pipeline-large-").FullName;
        try
        {
            await using var azurite = new Azurite { Folder = folder };
            var account = (await azurite.NewAccountAsync()).ConnectionString;
            var first = await RowAsync("new keys", program, account, bytes);
            var again = await RowAsync("the same keys, later", program, account, bytes);
            results.Put(
                "Exports of a gigabyte, from a container into the facts",
                $"`large-export`: the published server on Azurite with {HeapLimit.Name}={HeapLimit.Of512MB} (512 MB). Opportunities with keys of their own, then all of them again with other amounts. Memory is what was resident at most.",
                ["export", "MB", "rows", "outcome", "seconds", "processor seconds", "peak MB"],
                [first, again]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string[]> RowAsync(string title, string program, string account, long bytes)
    {
        var name = title.Replace(' ', '-') + ".csv";
        var rows = await DropAsync(account, name, bytes);
        var (outcome, wall, processor, peak) = await ServeAsync(program, account, name);
        return [title, Number(bytes / 1e6), Number(rows), outcome, Number(wall.TotalSeconds), Number(processor.TotalSeconds), Number(peak / 1e6)];
    }

    private static string Number(double value) => Results.Number(value, "0");

    /// <summary>Writes the export as it is sent, so that it never lies anywhere but in the container.</summary>
    private static async Task<long> DropAsync(string account, string name, long bytes)
    {
        var container = new BlobContainerClient(account, "landing", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));
        await container.CreateIfNotExistsAsync();
        var random = new Random(name.Length);
        var rows = 0L;
        await using var target = await container.GetBlockBlobClient(name).OpenWriteAsync(overwrite: true, new BlockBlobOpenWriteOptions { BufferSize = 4 << 20 });
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

    private static async Task<(string Outcome, TimeSpan Wall, TimeSpan Processor, long Peak)> ServeAsync(string program, string account, string name)
    {
        // The metrics of the export before are not what is measured.
        if (await QueueOf(account, "metric-runs").ExistsAsync()) { await QueueOf(account, "metric-runs").ClearMessagesAsync(); }
        using var server = Start(program, account);
        var errors = server.StandardError.ReadToEndAsync();
        try
        {
            var queue = QueueOf(account, "landed-exports");
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync($$"""{"pipeline_work":1,"work_kind":"landed_export","work_path":"landing/{{name}}"}""");
            var clock = Stopwatch.StartNew();
            var outcome = await OutcomeAsync(server);
            if (server.HasExited) { throw new InvalidOperationException($"the server ended with {server.ExitCode}: {await errors}"); }
            server.Refresh();
            return (outcome, clock.Elapsed, server.TotalProcessorTime, server.PeakWorkingSet64);
        }
        finally
        {
            if (!server.HasExited) { server.Kill(); }
        }
    }

    /// <summary>What the server says of its first piece of work.</summary>
    private static async Task<string> OutcomeAsync(Process server)
    {
        var outcome = "";
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            Console.Error.WriteLine(line);
            var said = JsonNode.Parse(line)!;
            if ((string?)said["kind"] is { } kind && kind != "landed_export") { continue; }
            switch ((string?)said["event"])
            {
                case "ExportRead": outcome = $"{said["outcome"]}, {said["accepted"]} rows"; break;
                case "WorkStumbled": return (string?)said["fault"] ?? "failed";
                case "WorkEnded": return outcome;
            }
        }

        return outcome;
    }

    private static QueueClient QueueOf(string account, string name) =>
        new(account, name, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2023_11_03) { MessageEncoding = QueueMessageEncoding.Base64 });

    private static Process Start(string program, string account)
    {
        var start = new ProcessStartInfo(program, ["serve", "--no-authentication", "--port", "0", "--lake", "azurite"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["Lake"] = account;
        start.Environment[HeapLimit.Name] = HeapLimit.Of512MB;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }
}
