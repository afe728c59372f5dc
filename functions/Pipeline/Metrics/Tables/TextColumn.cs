using System.Text;
using Pipeline.Metrics.Reading;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Tables;

/// <summary>Collects the texts of a column, dictionary-coded.</summary>
/// <param name="expected">About how many rows there will be.</param>
internal sealed class TextColumn(int expected = 256)
{
    private readonly Utf8Interner _entries = new();
    private int[] _codes = new int[Math.Max(expected, 16)];
    private int _count;
    private ulong[] _validity = new ulong[(expected >> 6) + 1];
    private bool _hasNulls;

    // Neighbouring rows mostly repeat the text object itself.
    private string? _last;
    private int _lastCode;

    public void Add(string? text)
    {
        if (text is null)
        {
            Put(0, isNull: true);
            return;
        }

        if (!ReferenceEquals(text, _last))
        {
            _last = text;
            _lastCode = Code(text);
        }

        Put(_lastCode, isNull: false);
    }

    /// <summary>The code of a text, to be added with <see cref="AddCode"/>.</summary>
    public int Code(string text) => _entries.Intern(Encoding.UTF8.GetBytes(text));

    public void AddCode(int code) => Put(code, isNull: false);

    public void Add(ReadOnlySpan<byte> text) => Put(_entries.Intern(text), isNull: false);

    public Column Build() => Column.OfTexts(_entries.Coded(_codes), _count, _hasNulls ? _validity : null);

    private void Put(int code, bool isNull)
    {
        var row = _count++;
        if (row == _codes.Length) { Array.Resize(ref _codes, row * 2); }
        if ((row >> 6) >= _validity.Length) { Array.Resize(ref _validity, _validity.Length * 2); }
        _hasNulls |= isNull;
        if (!isNull) { _validity[row >> 6] |= 1UL << (row & 63); }
        _codes[row] = code;
    }
}
