using System.IO.Hashing;
using System.Text;
using Pipeline.Metrics.Reading;
using Pipeline.Metrics.Series;

namespace Pipeline.Metrics.Kept;

/// <summary>Closes what is kept of a part with a hash and with all that it depends on besides the part, and opens it only where those are the same.</summary>
internal sealed class Seal
{
    private const int HashBytes = 16;
    private readonly FactContext _context;
    private readonly UInt128 _reading;

    /// <param name="context">What series are read with.</param>
    /// <param name="columns">The columns that are read; they tell apart ways of reading one table.</param>
    public Seal(FactContext context, IEnumerable<string> columns)
    {
        _context = context;
        var way = $"{typeof(Seal).Module.ModuleVersionId:N} {context.ConfigHash} {context.Days.Fingerprint} {context.Horizon} {string.Join(',', columns)}";
        _reading = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(way));
    }

    public ReadOnlyMemory<byte> Close(IKeptSeries series)
    {
        var content = new KeptWriter();
        content.Write(_reading);
        content.Write(series.Limits.From);
        content.Write(series.Limits.Before);
        content.WriteTexts([.. series.Foreign]);
        content.Write(series.RatesThrough);
        content.Write(RatesOf(series.Foreign, series.RatesThrough));
        series.Save(content);

        var written = content.Written;
        var whole = new byte[HashBytes + written.Length];
        XxHash128.Hash(written.Span, whole);
        written.CopyTo(whole.AsMemory(HashBytes));
        return whole;
    }

    /// <summary>A reader of what <see cref="IKeptSeries.Save"/> wrote; <see langword="null"/> when the bytes are damaged, or true no longer.</summary>
    public KeptReader? TryOpen(ReadOnlyMemory<byte> kept)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        if (kept.Length < HashBytes) { return null; }
        XxHash128.Hash(kept.Span[HashBytes..], hash);
        if (!kept.Span[..HashBytes].SequenceEqual(hash)) { return null; }

        var reader = new KeptReader(kept[HashBytes..]);
        // Only then the rest has the form that this program writes.
        if (reader.Read<UInt128>() != _reading) { return null; }
        var (from, before) = (reader.Read<int>(), reader.Read<int>());
        var (currencies, through) = (reader.ReadTexts(), reader.Read<int>());
        var isTrue = from <= _context.Limit && _context.Limit < before && reader.Read<UInt128>() == RatesOf(currencies, through);
        return isTrue ? reader : null;
    }

    private UInt128 RatesOf(IEnumerable<string> currencies, int through)
    {
        var hash = new XxHash128();
        foreach (var currency in currencies)
        {
            var name = Encoding.UTF8.GetBytes(currency);
            hash.Append(name);
            _context.Fx.Of(name).AppendTo(hash, through);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
