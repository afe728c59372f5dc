using System.Collections.Immutable;
using Pipeline.Facts;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Parse;
using Pipeline.Parse.Csv;
using Pipeline.Parse.Reading;
using Snappier;
using static Pipeline.Benchmarks.Results;

namespace Pipeline.Benchmarks;

/// <summary>The steps of the belt alone, on one thread: text to cells, cells to values, values to pages and back, keys to rows.</summary>
internal static class MicroBenchmark
{
    private const int RowCount = 122_880;
    private const int Days = 400;

    public static void Run(Results results)
    {
        var rows = new List<string[]>();
        Text(rows);
        Pages(rows);
        Keys(rows);
        results.Put(
            "Steps",
            "One thread, best of nine rounds, processor time. Texts are the growing company's invoices; pages and keys those of 122,880 invoices.",
            ["step", "ns each", "millions a second"],
            rows);
    }

    private static void Add(List<string[]> rows, string step, long count, Action action)
    {
        var each = Stopwatches.NanosecondsEach(count, action);
        rows.Add([step, Number(each), Number(1000 / each)]);
    }

    private static void Text(List<string[]> rows)
    {
        var folder = Path.Combine(Yardstick.Workspace, "micro");
        GrowingCompany.WriteDays(folder, Days);
        var bytes = File.ReadAllBytes(Path.Combine(folder, "invoices.csv"));
        var structure = new ulong[CsvScanner.Chunks(bytes.Length)];
        var cut = CsvScanner.FindRows(bytes, (byte)',', structure);
        const int Cells = 9;
        var ends = new int[(cut.Rows * Cells) + 1 + CsvChunk.Size];
        Add(rows, "cut a file into rows (bytes)", bytes.Length, () => CsvScanner.FindRows(bytes, (byte)',', structure));
        Add(rows, "tokenize (cells)", cut.Rows * Cells, () => CsvScanner.TryFindCells(bytes.AsSpan(0, cut.End), structure, Cells, ends, out _));
        Add(rows, "date from text (cells)", cut.Rows, () => EachCell(ends, Cells, 3, cell => MomentCell.Read(bytes.AsSpan(cell.Start, cell.Length), DateOrder.MonthFirst, out _)));
        Add(rows, "decimal from text (cells)", cut.Rows, () => EachCell(ends, Cells, 4, cell => NumberCell.Read(bytes.AsSpan(cell.Start, cell.Length), NumberLocale.Point, 6, 0, out _)));
    }

    private static void EachCell(int[] ends, int cells, int column, Action<(int Start, int Length)> read)
    {
        for (var row = cells; row + column + 1 < ends.Length - CsvChunk.Size; row += cells) { read((ends[row + column] + 1, ends[row + column + 1] - ends[row + column] - 1)); }
    }

    private static void Pages(List<string[]> rows)
    {
        var batch = InvoiceTable.Create(RowCount, seed: 1);
        foreach (var (name, what) in (ReadOnlySpan<(string, string)>)[("invoice_id", "unique texts"), ("customer_id", "dictionary of plain texts"), ("invoice_date", "dates in runs"), ("amount", "decimals")])
        {
            var schema = new TableSchema([batch.Schema.Columns[batch.Schema.IndexOf(name)]]);
            var single = new ColumnBatch(schema, [batch[name]], RowCount);
            var stream = new MemoryStream();
            Write(stream, single);
            var file = ParquetFile.Open(stream);
            Add(rows, $"encode pages: {what} (values)", RowCount, () => ParquetEncoder.Encode(single));
            Add(rows, $"decode pages: {what} (values)", RowCount, () => Decode(file));
        }

        var page = System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch["amount"].Int64s.AsSpan(0, RowCount)).ToArray();
        var packed = new byte[Snappy.GetMaxCompressedLength(page.Length)];
        var length = Snappy.Compress(page, packed);
        Add(rows, "snappy: compress decimals (bytes)", page.Length, () => Snappy.Compress(page, packed));
        Add(rows, "snappy: decompress (bytes)", page.Length, () => Snappy.Decompress(packed.AsSpan(0, length), page));
    }

    private static void Decode(ParquetFile file)
    {
        using var arrays = new ColumnArrays();
        file.ReadColumn(0, 0, arrays);
    }

    private static void Write(Stream stream, ColumnBatch batch)
    {
        var writer = new ParquetWriter(stream, batch.Schema);
        writer.Append(ParquetEncoder.Encode(batch));
        writer.Finish();
    }

    private static void Keys(List<string[]> rows)
    {
        var batch = InvoiceTable.Create(RowCount, seed: 1);
        ImmutableArray<string> key = ["invoice_id"];
        var hashes = RowHash.Of(batch, key, RowHash.Candidate);
        GroupedHashes[] grouped = [GroupedHashes.Of(hashes)];
        var known = KeySet.Of(grouped, HashRange.All);
        Add(rows, "merge by key: hash the keys (rows)", RowCount, () => RowHash.Of(batch, key, RowHash.Candidate));
        Add(rows, "merge by key: know them (rows)", RowCount, () => KeySet.Of(grouped, HashRange.All));
        Add(rows, "merge by key: find repetitions among them (rows)", RowCount, () => RepeatedHashes.Find(grouped, HashRange.All, new KeySet(HashRange.All)));
        Add(rows, "merge by key: meet them again (rows)", RowCount, () => Array.TrueForAll(hashes, known.Contains));
    }
}
