using System.Text;
using Pipeline.Parse;

namespace Pipeline.Tests.Parse;

public sealed class HostileTests
{
    [Fact]
    public async Task Nul_bytes_quarantine_their_row()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,text\n1,1.50,a\0b\n2,1.50,x\n");

        Assert.Equal("nul_byte", Assert.Single(outcome.Rejections).Rule);
        Assert.Equal("2", outcome.Only["invoice_id"]);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_behind_a_mark_quarantine_their_row()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "id,amount,text\n1,1.50,"u8, 0xC3, (byte)'(', .. "\n2,1.50,x\n"u8];
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(bytes);

        Assert.Equal("not_utf8", Assert.Single(outcome.Rejections).Rule);
        Assert.DoesNotContain('\uFFFD', outcome.Rejections[0].Value);
    }

    [Fact]
    public async Task Cut_off_quote_quarantines_the_last_row()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,text\n1,1.50,x\n2,1.50,\"cut o");

        Assert.Equal(("unclosed_quote", 2), (outcome.Rejections[0].Rule, outcome.Rejections[0].RowNumber));
        Assert.Single(outcome.Rows);
    }

    [Fact]
    public async Task Stray_quotes_and_ragged_rows_quarantine_only_themselves()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync("id,amount,text\n1,1.50,5\" pipe\n2,1.50\n3,1.50,x,y\n4,1.50,fine\n");

        Assert.Equal([("bad_quote", 1), ("ragged_row", 2), ("ragged_row", 3)], outcome.Rejections.Select(rejection => (rejection.Rule, rejection.RowNumber)));
        Assert.Equal("4", outcome.Only["invoice_id"]);
    }

    [Fact]
    public async Task Field_of_a_gigabyte_is_refused_in_bounded_memory()
    {
        var scenario = new Scenario(Declarations.Invoices) { IsUtf8 = true, Options = new() { RowLimit = 1 << 20, BlockBytes = 1 << 18 } };
        var stream = new EndlessCell("id,amount,text\n1,1.50,\"", 1L << 30);
        var outcome = await scenario.ReadAsync(() => stream.Restart());

        Assert.Equal("oversize_row", outcome.Refused!.Code);
        Assert.True(stream.Given < 64 << 20, $"{stream.Given} bytes were read");
    }

    [Fact]
    public async Task Hundred_thousand_columns_are_refused()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(string.Join(',', Enumerable.Repeat("c", 100_000)) + "\n1\n");

        Assert.Equal("too_many_columns", outcome.Refused!.Code);
    }

    [Fact]
    public async Task Empty_file_is_refused_and_header_without_rows_is_accepted()
    {
        var empty = await new Scenario(Declarations.Invoices).ReadAsync(" \r\n");
        var header = await new Scenario(Declarations.Invoices).ReadAsync("id,amount");

        Assert.Equal("empty", empty.Refused!.Code);
        Assert.Null(header.Refused);
        Assert.Equal((0, 1), (header.Counts.RowsIn, header.Report!.Warnings["header_only"]));
    }

    [Fact]
    public async Task Random_bytes_never_crash()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            byte[] file = seed % 2 == 0 ? bytes : [.. Encoding.UTF8.GetBytes("id,amount,text\n"), .. bytes];
            var outcome = await new Scenario(Declarations.Invoices).ReadAsync(file);

            if (outcome.Report is { } report) { Assert.True(report.Counts.RowsIn == report.Counts.Accepted + report.Counts.Quarantined + report.Counts.Excluded.Values.Sum(), $"seed {seed}"); }
        }
    }

    /// <summary>A header, then one cell that does not end.</summary>
    private sealed class EndlessCell(string head, long length) : Stream
    {
        private readonly byte[] _head = Encoding.UTF8.GetBytes(head);
        private long _position;

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public EndlessCell Restart()
        {
            _position = 0;
            return this;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < count; i++) { buffer[i] = _position + i < _head.Length ? _head[_position + i] : (byte)'x'; }
            _position += count;
            Given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
