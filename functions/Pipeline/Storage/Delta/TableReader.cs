using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pipeline.Parquet;

namespace Pipeline.Storage.Delta;

/// <summary>Reads columns of a table's live files.</summary>
internal sealed class TableReader(IObjectStore store, string table)
{
    private const int FootersAtOnce = 8;

    public async Task<ImmutableArray<RowGroupReference>> ListRowGroupsAsync(DeltaSnapshot snapshot, Func<DataFile, bool>? mayMatch, CancellationToken cancellationToken)
    {
        var groups = ImmutableArray.CreateBuilder<RowGroupReference>();
        // Waiting for one footer over a network is waiting for all.
        foreach (var files in snapshot.Files.Where(file => mayMatch?.Invoke(file) ?? true).Chunk(FootersAtOnce))
        {
            var contents = await Task.WhenAll(files.Select(file => FooterAsync(file, cancellationToken))).ConfigureAwait(false);
            foreach (var (file, footer) in files.Zip(contents))
            {
                for (var i = 0; i < footer.RowGroups.Length; i++) { groups.Add(new RowGroupReference(file, i, footer, snapshot.Schema)); }
            }
        }

        return groups.DrainToImmutable();
    }

    private async Task<ParquetFile> FooterAsync(DataFile file, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(file, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false)) { return Guard(file, () => ParquetFile.Open(stream)); }
    }

    public async Task<ColumnBatch> ReadAsync(RowGroupReference group, ImmutableArray<string> columns, ColumnArrays? arrays, CancellationToken cancellationToken)
    {
        var schema = Select(group.Schema, columns);
        var stream = await OpenAsync(group.File, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var contents = group.Contents.Over(stream);
            return Guard(group.File, () => new ColumnBatch(schema, [.. schema.Columns.Select(column => ReadColumn(group, contents, column, arrays))], group.RowCount));
        }
    }

    public async IAsyncEnumerable<ColumnBatch> ReadAsync(DeltaSnapshot snapshot, ImmutableArray<string> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var group in await ListRowGroupsAsync(snapshot, mayMatch: null, cancellationToken).ConfigureAwait(false))
        {
            yield return await ReadAsync(group, columns, arrays: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The named columns of a schema, in the order named; all of them when none is named.</summary>
    /// <exception cref="ArgumentException">There is no column of that name; the sentence lists those there are.</exception>
    public static TableSchema Select(TableSchema schema, ImmutableArray<string> columns)
    {
        if (columns.IsDefaultOrEmpty) { return schema; }

        var selected = ImmutableArray.CreateBuilder<ColumnSchema>(columns.Length);
        foreach (var name in columns)
        {
            var index = schema.IndexOf(name);
            if (index < 0) { throw new ArgumentException($"the table has no column '{name}'; it has {string.Join(", ", schema.Columns.Select(column => column.Name))}", nameof(columns)); }
            selected.Add(schema.Columns[index]);
        }

        return new TableSchema(selected.DrainToImmutable());
    }

    private static Column ReadColumn(RowGroupReference group, ParquetFile contents, ColumnSchema column, ColumnArrays? arrays)
    {
        var index = contents.Schema.IndexOf(column.Name);
        if (index < 0)
        {
            // A column that the table got after the file was written; the log allows that only where null is allowed.
            return column.Nullable ? AllNull(column.Type, group.RowCount) : throw DeltaLogException.Damaged(group.File.Path, $"it lacks the column '{column.Name}'");
        }

        var stored = contents.Schema.Columns[index];
        return stored.Type == column.Type && stored.Scale == column.Scale
            ? contents.ReadColumn(group.Index, index, arrays)
            : throw DeltaLogException.Damaged(group.File.Path, $"column '{column.Name}' is {stored.Type} of scale {stored.Scale}, in the table {column.Type} of scale {column.Scale}");
    }

    private static Column AllNull(ColumnType type, int count)
    {
        var validity = new ulong[(count + 63) / 64];
        return type switch
        {
            ColumnType.Boolean => Column.OfBooleans(new byte[count], count, validity),
            ColumnType.Int32 => Column.OfInt32s(new int[count], count, validity),
            ColumnType.Date => Column.OfDates(new int[count], count, validity),
            ColumnType.Int64 => Column.OfInt64s(new long[count], count, validity),
            ColumnType.Timestamp => Column.OfTimestamps(new long[count], count, validity),
            ColumnType.Decimal => Column.OfDecimals(new long[count], count, validity),
            ColumnType.Double => Column.OfDoubles(new double[count], count, validity),
            _ => Column.OfTexts(new TextValues([], [0], 0, new int[count]), count, validity),
        };
    }

    private static T Guard<T>(DataFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ParquetFormatException or NotSupportedException or EndOfStreamException)
        {
            throw DeltaLogException.Damaged(file.Path, e.Message, e);
        }
    }

    private Task<Stream> OpenAsync(DataFile file, CancellationToken cancellationToken) => store.OpenReadAsync($"{table}/{file.Path}", cancellationToken);
}
