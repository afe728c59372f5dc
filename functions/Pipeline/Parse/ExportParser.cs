using System.Text;
using Pipeline.Model;
using Pipeline.Parse.Csv;
using Pipeline.Parse.Excel;
using Pipeline.Parse.Json;

namespace Pipeline.Parse;

/// <summary>The parse station: from the bytes of an export to batches of tables.</summary>
/// <remarks>
/// Three steps: <see cref="RecogniseAsync"/> looks at the first bytes, <see cref="PrepareAsync"/> settles what the declaration leaves open,
/// <see cref="Read"/> gives the rows. What cannot be read is a value at each step; only storage failures throw.
/// </remarks>
/// <param name="catalog">The sources.</param>
/// <param name="settings">What the company settled.</param>
/// <param name="options">Sizes and degrees.</param>
public sealed class ExportParser(SourceCatalog catalog, ParseSettings settings, ParseOptions options)
{
    private readonly BlockPump _pump = new(options.Degree);

    /// <summary>Says what a file is by its first bytes, whatever it is called.</summary>
    /// <param name="openAsync">Opens the file from its start; may be called several times.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Recognition> RecogniseAsync(Func<CancellationToken, Task<Stream>> openAsync, CancellationToken cancellationToken)
    {
        var head = await FileHead.ReadAsync(openAsync, options.HeadBytes, cancellationToken).ConfigureAwait(false);
        if (WorkbookFile.IsWorkbook(head.Bytes.Span))
        {
            return await new WorkbookRecogniser(catalog).RecogniseAsync(await openAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        var encoding = await TextEncoding.DetectAsync(head.Bytes, () => Task.FromResult(true)).ConfigureAwait(false);
        try
        {
            var text = await head.DecodeAsync(encoding, cancellationToken).ConfigureAwait(false);
            if (HasNul(text.Bytes.Span, encoding)) { return Refuse(encoding); }
            return JsonRecogniser.IsJson(text.Bytes.Span)
                ? new JsonRecogniser(catalog).Recognise(text.Bytes.Span, text.IsWhole)
                : new TextRecogniser(catalog).Recognise(text.Bytes.Span, text.IsWhole);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(encoding);
        }
    }

    /// <summary>Settles encoding, decimal mark, date order, currency and watermark of a table, and applies its declaration to its columns.</summary>
    /// <param name="table">From <see cref="RecogniseAsync"/>.</param>
    /// <param name="export">The file.</param>
    /// <param name="openAsync">Opens the file from its start; may be called several times.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<Preparation> PrepareAsync(
        RecognisedTable table, LandedExport export, Func<CancellationToken, Task<Stream>> openAsync, CancellationToken cancellationToken) =>
        new ExportPreparer(table, export, openAsync, settings, _pump, options).PrepareAsync(cancellationToken);

    /// <summary>Reads a table. Blocks are worked on by several threads and come in file order.</summary>
    /// <param name="export">From <see cref="PrepareAsync"/>.</param>
    /// <param name="onWorker">Called on a worker with each block; what it keeps of the block's columns it must copy.</param>
    public ExportReading<TResult> Read<TResult>(RecognisedExport export, Func<ParsedBlock, TResult> onWorker) => new(export, onWorker, _pump, options);

    private static bool HasNul(ReadOnlySpan<byte> text, TextEncoding encoding)
    {
        // Under a mark of UTF-16 or UTF-32 a NUL shows that the mark is wrong; otherwise one in a data row spoils only its row.
        var line = text.IndexOf((byte)'\n');
        return (encoding.MarkLength > 0 && !encoding.IsUtf8 || line < 0 ? text : text[..line]).Contains((byte)0);
    }

    private static Recognition Refuse(TextEncoding encoding) => new()
    {
        Refused =
        [
            new("wrong_encoding", encoding.MarkLength > 0
                ? $"the byte order mark says {encoding.Encoding.WebName}, and the bytes are something else; export again as UTF-8"
                : "the first line holds bytes that are no text, as UTF-16 without a byte order mark or a damaged file does; export again as UTF-8"),
        ],
    };
}

/// <summary>A table that can be read, or why it cannot. One of the two is set.</summary>
public sealed record Preparation(RecognisedExport? Export, ExportRefused? Refused);
