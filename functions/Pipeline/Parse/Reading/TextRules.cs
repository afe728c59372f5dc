using System.Buffers;
using System.Text;

namespace Pipeline.Parse.Reading;

/// <summary>Texts that are made from cells.</summary>
internal static class TextRules
{
    private const int SalesforceLength = 15;

    private static readonly SearchValues<byte> RoundedDigits = SearchValues.Create("0123456789.,"u8);
    private static readonly SearchValues<byte> IdentifierCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>An identifier as it is, unless a spreadsheet has rounded it.</summary>
    public static ReadOnlySpan<byte> Identifier(BlockReading block, int row, CellSource[] sources)
    {
        var cell = block.Cells.Read(row, sources);
        if (!cell.IsEmpty && IsDestroyed(cell))
        {
            block.Reject(row, sources[0], cell, "identifier_destroyed", "a spreadsheet has replaced the identifier by a rounded number; export again and do not save the file from a spreadsheet");
            return default;
        }

        return cell;
    }

    /// <summary>Whether a spreadsheet has made a rounded number (<c>1.2E+17</c>) or an error of it.</summary>
    public static bool IsDestroyed(ReadOnlySpan<byte> cell) =>
        cell[0] is >= (byte)'0' and <= (byte)'9' ? cell[^1] is >= (byte)'0' and <= (byte)'9' && IsScientific(cell) : cell[0] == '#' && cell.StartsWith("#NAME?"u8);

    private static bool IsScientific(ReadOnlySpan<byte> cell)
    {
        var exponent = cell.IndexOf("E+"u8);
        return exponent > 0 && !cell[..exponent].ContainsAnyExcept(RoundedDigits) && !cell[(exponent + 2)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Widens 15 characters to 18: each of the last three says which of five characters are upper case.</summary>
    public static ReadOnlySpan<byte> SalesforceIdentifier(BlockReading block, int row, CellSource[] sources)
    {
        var cell = Identifier(block, row, sources);
        if (cell.StartsWith("000000000000000"u8)) { return default; }
        if (cell.Length != SalesforceLength || cell.ContainsAnyExcept(IdentifierCharacters)) { return cell; }
        var wide = block.Scratch(SalesforceLength + 3);
        cell.CopyTo(wide);
        for (var part = 0; part < 3; part++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++) { bits |= cell[(part * 5) + i] is >= (byte)'A' and <= (byte)'Z' ? 1 << i : 0; }
            wide[SalesforceLength + part] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"u8[bits];
        }

        return wide;
    }

    public static ReadOnlySpan<byte> EmailDomain(BlockReading block, int row, CellSource[] sources)
    {
        var cell = block.Cells.Read(row, sources);
        var at = cell.LastIndexOf((byte)'@');
        if (at < 1 || at == cell.Length - 1) { return default; }
        var domain = Lower(block, cell[(at + 1)..]);
        return PublicMailProviders.Contains(domain) ? default : domain;
    }

    public static ReadOnlySpan<byte> WebDomain(BlockReading block, int row, CellSource[] sources)
    {
        var host = block.Cells.Read(row, sources);
        var scheme = host.IndexOf("://"u8);
        if (scheme >= 0) { host = host[(scheme + 3)..]; }
        var end = host.IndexOfAny("/?#:"u8);
        if (end >= 0) { host = host[..end]; }
        host = Lower(block, host);
        host = host.StartsWith("www."u8) ? host[4..] : host;
        return host.Contains((byte)'.') && !host.Contains((byte)' ') ? host : default;
    }

    public static ReadOnlySpan<byte> FirstOfList(BlockReading block, int row, CellSource[] sources)
    {
        var rest = block.Cells.Read(row, sources);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)';');
            var item = (end < 0 ? rest : rest[..end]).Trim((byte)' ');
            if (!item.IsEmpty) { return item; }
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return default;
    }

    /// <summary>Texts with <paramref name="separator"/> between, blanks included, so that positions keep their meaning.</summary>
    public static ReadOnlySpan<byte> Joined(BlockReading block, int row, CellSource[] sources, byte[] separator)
    {
        var length = 0;
        var hasValue = false;
        for (var i = 0; i < sources.Length; i++)
        {
            var cell = block.Cells.Read(row, sources[i]);
            hasValue |= !cell.IsEmpty;
            var text = block.Scratch(length + separator.Length + cell.Length, keep: length);
            if (i > 0) { separator.CopyTo(text[length..]); }
            length += i > 0 ? separator.Length : 0;
            cell.CopyTo(text[length..]);
            length += cell.Length;
        }

        return hasValue ? block.Scratch(length, keep: length) : default;
    }

    public static ReadOnlySpan<byte> RowIdentifier(BlockReading block, int row)
    {
        var number = block.Block.RowNumber(block.Block.InputRow(row));
        return Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{block.Plan.FileId}-{number}"));
    }

    /// <summary>open, won or lost, from stage, closed flag and won flag.</summary>
    public static ReadOnlySpan<byte> OpportunityStatus(BlockReading block, int row, CellSource[] sources)
    {
        var isClosed = FlagCell.Read(block.Cells.Read(row, sources[1]));
        var isWon = FlagCell.Read(block.Cells.Read(row, sources[2]));
        if (isWon == true) { return "won"u8; }
        if (isClosed == false) { return "open"u8; }
        if (isClosed == true && isWon == false) { return "lost"u8; }
        var stage = block.Cells.Read(row, sources[0]);
        var status = stage.IsEmpty ? null : block.StageStatus.Find(stage);
        return status is null or [] ? (isClosed == true ? "lost"u8 : "open"u8) : status;
    }

    /// <summary>The class of a ledger account, from its code, name and type.</summary>
    public static ReadOnlySpan<byte> RevenueClass(BlockReading block, int row, CellSource[] sources)
    {
        var account = string.Join('\n', sources.Select(source => HeaderName.NormaliseLabel(Encoding.UTF8.GetString(block.Cells.Read(row, source)))));
        return block.RevenueClassOf(account);
    }

    private static Span<byte> Lower(BlockReading block, ReadOnlySpan<byte> text)
    {
        var lower = block.Scratch(text.Length);
        for (var i = 0; i < text.Length; i++) { lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i]; }
        return lower;
    }
}
