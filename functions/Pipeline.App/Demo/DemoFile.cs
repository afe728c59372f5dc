using System.Buffers;
using System.Globalization;
using System.Text;

namespace Pipeline.App.Demo;

/// <summary>One export file of the demo.</summary>
/// <param name="Path">Relative, with <c>/</c>.</param>
/// <param name="ModifiedAt">The time stamp it gets: part of what decides between exports, so it is fixed.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record DemoFile(string Path, DateTime ModifiedAt, byte[] Content);

/// <summary>Writes delimited text the way a given system does.</summary>
/// <param name="quoteAll">Whether every field is quoted; otherwise only those that need it.</param>
/// <param name="newLine">What ends a line.</param>
internal sealed class CsvText(bool quoteAll = false, string newLine = "\n")
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    private readonly StringBuilder _text = new();

    /// <summary>A line as it is: a preamble, or a row that is wrong on purpose.</summary>
    public CsvText Line(string line)
    {
        _text.Append(line).Append(newLine);
        return this;
    }

    public void Row(params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) { _text.Append(','); }
            Cell(cells[i]);
        }

        _text.Append(newLine);
    }

    public byte[] Bytes(bool withMark = false)
    {
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        return withMark ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes;
    }

    private void Cell(string cell)
    {
        if (!quoteAll && cell.AsSpan().IndexOfAny(NeedQuotes) < 0)
        {
            _text.Append(cell);
            return;
        }

        _text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}

/// <summary>How the systems write values.</summary>
internal static class DemoFormat
{
    public static string Money(long cents) =>
        string.Create(CultureInfo.InvariantCulture, $"{(cents < 0 ? "-" : "")}{Math.Abs(cents) / 100}.{Math.Abs(cents) % 100:00}");

    public static string MoneyWithComma(long cents) => Money(cents).Replace('.', ',');

    /// <summary>A count with thousands separated by commas: <c>25,881</c>.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string GroupedMoney(long cents) => Grouped(cents / 100) + string.Create(CultureInfo.InvariantCulture, $".{cents % 100:00}");

    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Seconds(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    public static string Minutes(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A date as Salesforce's Data Export Service writes it: with a midnight that means nothing.</summary>
    public static string Midnight(DateOnly? day) => day is { } date ? Day(date) + " 00:00:00" : "";

    public static string Flag(bool value) => value ? "1" : "0";
}
