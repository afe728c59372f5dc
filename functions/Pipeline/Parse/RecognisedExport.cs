using System.Collections.Immutable;
using Pipeline.Model;
using Pipeline.Parse.Reading;

namespace Pipeline.Parse;

/// <summary>What the top of a file shows: the tables that can be read, those that carry nothing for us, and those that cannot be read.</summary>
/// <remarks>A text file is one table; a workbook has one for each sheet that is not blank.</remarks>
public sealed record Recognition
{
    /// <summary>The folder of the raw store for files that nothing recognises.</summary>
    public const string Unrecognised = "unrecognised";

    public ImmutableArray<RecognisedTable> Tables { get; init; } = [];

    public ImmutableArray<ExportIgnored> Ignored { get; init; } = [];

    public ImmutableArray<ExportRefused> Refused { get; init; } = [];

    /// <summary>The name of the source, for the raw folder.</summary>
    public string SourceName => Tables.FirstOrDefault()?.Source.Name ?? Ignored.FirstOrDefault()?.SourceName ?? Unrecognised;
}

/// <summary>A known export that carries nothing for us.</summary>
/// <param name="SourceName">Which one.</param>
/// <param name="Reason">One sentence that says why.</param>
public sealed record ExportIgnored(string SourceName, string Reason);

/// <summary>A table of a file whose source is known. Nothing but its top has been read.</summary>
public sealed record RecognisedTable
{
    internal RecognisedTable(SourceDefinition source, TableHead head, TableShape shape)
    {
        Source = source;
        Head = head;
        Shape = shape;
    }

    public SourceDefinition Source { get; }

    internal TableHead Head { get; }

    internal TableShape Shape { get; }

    public Preamble Preamble => Head.Preamble;

    /// <summary>Columns as the file shows them.</summary>
    public ImmutableArray<string> Columns => Head.Header.Names;

    /// <summary>The name of the worksheet, or empty.</summary>
    public string Sheet => Head.Sheet;
}

/// <summary>How the rows of a table lie in its file.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Delimiter">Between the cells of a text file.</param>
/// <param name="DataStart">In a text file the bytes of UTF-8 before the first data row, in a sheet the rows.</param>
/// <param name="SheetIndex">The position of the sheet.</param>
internal sealed record TableShape(TableFormat Format, byte Delimiter = 0, int DataStart = 0, int SheetIndex = 0);

/// <summary>What a file is, by its bytes.</summary>
internal enum TableFormat
{
    Text,
    Json,
    Workbook,
}

/// <summary>A table that is ready to be read: every question about its form is settled.</summary>
public sealed record RecognisedExport
{
    internal RecognisedExport(LandedExport export, RecognisedTable table, FilePlan plan, RowSourceOpener rows)
    {
        Export = export;
        Table = table;
        Plan = plan;
        Rows = rows;
    }

    public LandedExport Export { get; }

    public RecognisedTable Table { get; }

    /// <summary>When the export was made: decides which of two rows with one key wins.</summary>
    public DateTimeOffset SnapshotAt => new(DateTime.UnixEpoch.AddTicks(Plan.SnapshotAt * 10), TimeSpan.Zero);

    /// <summary>Whether a key that is not in it is gone.</summary>
    public bool IsFullSnapshot => Plan.Settings.For(Source).IsFullSnapshot ?? Source.IsFullSnapshot;

    /// <summary>The <c>file_id</c> of its rows; a further sheet of a workbook has one of its own.</summary>
    public string FileId => Plan.FileId;

    public SourceDefinition Source => Table.Source;

    internal FilePlan Plan { get; }

    internal RowSourceOpener Rows { get; }
}
