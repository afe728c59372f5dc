using System.Collections.Immutable;
using System.Threading.Channels;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.Facts;

/// <summary>A part that is being written: row groups go in as they are ready, the file comes out at the end.</summary>
internal sealed class PartStream
{
    private readonly Channel<EncodedRowGroup> _groups = Channel.CreateBounded<EncodedRowGroup>(2);
    private readonly Task<DataFile> _written;

    public PartStream(DeltaTable table, TableSchema schema, CancellationToken cancellationToken) =>
        _written = WriteAsync(table, schema, cancellationToken);

    public long RowCount { get; private set; }

    public async Task AppendAsync(EncodedRowGroup group, int rowCount, CancellationToken cancellationToken)
    {
        RowCount += rowCount;
        try
        {
            await _groups.Writer.WriteAsync(group, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The writer has failed; its exception says why.
            await _written.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the part and waits until it is durable.</summary>
    public Task<DataFile> CompleteAsync()
    {
        _groups.Writer.TryComplete();
        return _written;
    }

    private async Task<DataFile> WriteAsync(DeltaTable table, TableSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            return await table.WritePartAsync(schema, _groups.Reader.ReadAllAsync(cancellationToken), ImmutableDictionary<string, string>.Empty, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _groups.Writer.TryComplete();
        }
    }
}
