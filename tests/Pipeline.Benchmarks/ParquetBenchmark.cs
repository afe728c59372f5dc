using System.Diagnostics;
using System.Globalization;
using Pipeline.Parquet;

namespace Pipeline.Benchmarks;

/// <summary>Encode and decode of one row group of invoices on one thread: million rows per second, whole and column by column.</summary>
/// <remarks>Both wall and processor time are shown, each the best of the rounds; on a busy machine only the second means something.</remarks>
internal static class ParquetBenchmark
{
    private const int RowCount = 122_880 * 4;
    private const int Rounds = 25;

    public static int Run(TextWriter output)
    {
        var batch = InvoiceTable.Create(RowCount, seed: 1);
        var stream = Write(batch);
        var file = ParquetFile.Open(stream);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{RowCount} rows, {stream.Length} bytes"));
        Show(output, "all, encode and append", () => WriteTo(Stream.Null, batch));
        Show(output, "all, decode", () => file.ReadRowGroup(0));
        for (var i = 0; i < batch.Columns.Length; i++)
        {
            var column = i;
            var schema = new TableSchema([InvoiceTable.Schema.Columns[i]]);
            var single = new ColumnBatch(schema, [batch.Columns[i]], RowCount);
            var name = schema.Columns[0].Name;
            var size = Write(single).Length;
            Show(output, string.Create(CultureInfo.InvariantCulture, $"{name}, encode ({size} bytes)"), () => WriteTo(Stream.Null, single));
            Show(output, name + ", decode", () => file.ReadColumn(0, column));
        }

        return 0;
    }

    private static MemoryStream Write(ColumnBatch batch)
    {
        var stream = new MemoryStream();
        WriteTo(stream, batch);
        return stream;
    }

    private static void WriteTo(Stream stream, ColumnBatch batch)
    {
        var writer = new ParquetWriter(stream, batch.Schema);
        writer.Append(ParquetEncoder.Encode(batch));
        writer.Finish();
    }

    private static void Show(TextWriter output, string what, Action action)
    {
        var (wall, processor) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            action();
            watch.Stop();
            var used = Environment.CpuUsage.TotalTime - before;
            wall = watch.Elapsed < wall ? watch.Elapsed : wall;
            processor = used < processor ? used : processor;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-44} {RowCount / wall.TotalMicroseconds,8:F1} M rows/s wall {RowCount / processor.TotalMicroseconds,8:F1} M rows/s processor"));
    }
}
