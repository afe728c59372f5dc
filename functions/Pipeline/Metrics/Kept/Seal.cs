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

    /// <summary>What is to be kept; whoever has kept it disposes of it.</summary>
    public KeptWriter Close<T>(T state, KeptKind<T> kind)
        where T : IKeptState
    {
        var content = new KeptWriter();
        // The hash goes there once the rest is known.
        content.Write(UInt128.Zero);
        content.Write(_reading);
        content.WriteText(kind.Name);
        content.Write(state.Limits.From);
        content.Write(state.Limits.Before);
        content.WriteTexts([.. state.Foreign]);
        content.Write(state.RatesThrough);
        content.Write(RatesOf(state.Foreign, state.RatesThrough));
        kind.Save(state, content);
        XxHash128.Hash(content.Written.Span[HashBytes..], content[..HashBytes]);
        return content;
    }

    /// <summary>A reader of what was written of a kind; <see langword="null"/> when the bytes are damaged, or true no longer.</summary>
    public KeptReader? TryOpen(string kind, ReadOnlyMemory<byte> kept)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        if (kept.Length < HashBytes) { return null; }
        XxHash128.Hash(kept.Span[HashBytes..], hash);
        if (!kept.Span[..HashBytes].SequenceEqual(hash)) { return null; }

        var reader = new KeptReader(kept[HashBytes..]);
        // Only then the rest has the form that this program writes.
        if (reader.Read<UInt128>() != _reading || !string.Equals(reader.ReadText(), kind, StringComparison.Ordinal)) { return null; }
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
