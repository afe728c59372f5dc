using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>The texts by which exports say that a cell has no value.</summary>
internal sealed class NullTokens
{
    private static readonly string[] Usual = ["-", "--", "—", "–", "N/A", "NULL", "#N/A", "(null)"];

    private readonly byte[][] _tokens;
    private readonly bool[] _starts = new bool[256];
    private readonly byte[] _oddStarts = new byte[256];
    private readonly int _longest;

    public NullTokens(ImmutableArray<string> more)
    {
        _tokens = [.. Usual.Concat(more).Select(Encoding.UTF8.GetBytes)];
        foreach (var token in _tokens.Where(token => token.Length > 0))
        {
            _starts[token[0]] = true;
            _starts[char.ToLowerInvariant((char)token[0]) & 0xFF] = true;
            _longest = Math.Max(_longest, token.Length);
        }

        for (var start = 0; start < 256; start++) { _oddStarts[start] = _starts[start] || start is <= ' ' or '"' ? (byte)1 : (byte)0; }
    }

    /// <summary>Whether something that is a number or a date may be a token.</summary>
    public bool HaveDigits => _tokens.Any(token => token.AsSpan().ContainsAnyInRange((byte)'0', (byte)'9'));

    /// <summary>For each byte 1 when a cell that starts with it may be no value, or have blanks or quotes around its value.</summary>
    public ReadOnlySpan<byte> OddStarts => _oddStarts;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(ReadOnlySpan<byte> cell) => _starts[cell[0]] && cell.Length <= _longest && IsToken(cell);

    private bool IsToken(ReadOnlySpan<byte> cell)
    {
        foreach (var token in _tokens)
        {
            if (cell.SequenceEqual(token) || (cell.Length == token.Length && Ascii.EqualsIgnoreCase(cell, token))) { return true; }
        }

        return false;
    }
}
