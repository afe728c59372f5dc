using System.Collections.Immutable;
using System.Text;
using Pipeline.Model;

namespace Pipeline.Parse.Reading;

/// <summary>One block being read by one worker.</summary>
internal sealed class BlockReading
{
    private const int ValueLimit = 200;

    private readonly Dictionary<int, Rejection> _rejections = [];
    private readonly Dictionary<string, long> _excluded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _warnings = new(StringComparer.Ordinal);
    private readonly List<Rejection> _defects = [];
    private readonly Dictionary<string, byte[]> _classes = new(StringComparer.Ordinal);
    private readonly bool[] _isOut;
    private LabelMemory? _leadStatus;
    private byte[] _scratch = [];

    public BlockReading(FilePlan plan, RowBlock block, ColumnArena arena)
    {
        Plan = plan;
        Block = block;
        Arena = arena;
        Cells = new(block, plan.Nulls);
        Zones = new(plan.SourceZone, plan.Settings.ReportingZone);
        _isOut = new bool[block.RowCount];
    }

    public FilePlan Plan { get; }

    public RowBlock Block { get; }

    public ColumnArena Arena { get; }

    public CellReader Cells { get; }

    public Zones Zones { get; }

    /// <summary>Of each row of the output that is being read whether its currency was assumed.</summary>
    public byte[] AssumedCurrency { get; set; } = [];

    /// <summary>What the stages that this block has met mean.</summary>
    public LabelMemory StageStatus => field ??= new(Arena, label => Plan.Labels.StageStatus(label) ?? "");

    /// <summary>The lifecycle stage that a lead status means; nothing for one that is not mapped.</summary>
    public ReadOnlySpan<byte> LeadStatusOf(ReadOnlySpan<byte> label)
    {
        _leadStatus ??= new(Arena, text => Plan.Labels.LeadStatus(text) ?? "");
        return label.IsEmpty ? default : _leadStatus.Find(label);
    }

    public int RejectedRows => _rejections.Count;

    /// <summary>Whether every row may still become a fact.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Room for a text that is used before the next one is made. The first <paramref name="keep"/> bytes stay what they were.</summary>
    public Span<byte> Scratch(int length, int keep = 0)
    {
        if (_scratch.Length < length)
        {
            var larger = new byte[Math.Max(256, length * 2)];
            _scratch.AsSpan(0, keep).CopyTo(larger);
            _scratch = larger;
        }

        return _scratch.AsSpan(0, length);
    }

    /// <summary>The revenue class of an account whose code, name and type are written one below the other.</summary>
    public byte[] RevenueClassOf(string account)
    {
        if (!_classes.TryGetValue(account, out var revenueClass))
        {
            revenueClass = Encoding.UTF8.GetBytes(Plan.Labels.RevenueClass(account));
            _classes.Add(account, revenueClass);
        }

        return revenueClass;
    }

    /// <summary>Whether the row may still become a fact.</summary>
    public bool IsIn(int row) => !_isOut[Block.InputRow(row)];

    /// <summary>Puts a row into quarantine. Only the first reason for a row is kept.</summary>
    public void Reject(int row, string column, ReadOnlySpan<byte> value, string rule, string message)
    {
        var input = Block.InputRow(row);
        if (_isOut[input]) { return; }
        _isOut[input] = true;
        IsWhole = false;
        _rejections.Add(input, new(Plan.FileId, Block.RowNumber(input), column, Show(value), rule, message));
    }

    public void Reject(int row, CellSource source, ReadOnlySpan<byte> value, string rule, string message) => Reject(row, NameOf(source), value, rule, message);

    public void Reject(DefectiveRow defect) => _defects.Add(new(Plan.FileId, defect.RowNumber, "", defect.Text, defect.Rule, defect.Message));

    public void Exclude(int row, string reason)
    {
        var input = Block.InputRow(row);
        if (_isOut[input]) { return; }
        _isOut[input] = true;
        IsWhole = false;
        Exclude(reason);
    }

    /// <summary>Counts a row that lies outside of the block's regular rows.</summary>
    public void Exclude(string reason, int count = 1)
    {
        if (count > 0) { _excluded[reason] = _excluded.GetValueOrDefault(reason) + count; }
    }

    public void Warn(string kind, long count = 1)
    {
        if (count > 0) { _warnings[kind] = _warnings.GetValueOrDefault(kind) + count; }
    }

    public string NameOf(CellSource source) => source.Column >= 0 ? Plan.Columns[source.Column] : "";

    public ParsedBlock Build(ImmutableArray<TableBatch> tables)
    {
        var quarantined = _rejections.Count + _defects.Count;
        var counts = new RowCounts
        {
            RowsIn = Block.InputRows,
            Quarantined = quarantined,
            Accepted = Block.InputRows - quarantined - _excluded.Values.Sum(),
            Excluded = _excluded.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        if (counts.Accepted != CountIn()) { throw new InvalidOperationException($"{counts.Accepted} rows should be accepted and {CountIn()} are"); }
        return new()
        {
            Tables = tables,
            Rejections = [.. _rejections.Values.Concat(_defects).OrderBy(rejection => rejection.RowNumber)],
            Counts = counts.Checked(),
            Warnings = _warnings.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private int CountIn()
    {
        if (Block.Parents is null) { return _isOut.AsSpan().Count(false); }
        var count = 0;
        for (var row = 0; row < _isOut.Length; row++) { count += !_isOut[row] && Block.InputRow(row) == row ? 1 : 0; }
        return count;
    }

    private static string Show(ReadOnlySpan<byte> value)
    {
        var shown = value[..Math.Min(value.Length, ValueLimit * 3)];
        // A cut in the middle of a character would show a mark that the file does not have.
        while (!shown.IsEmpty && shown.Length < value.Length && (value[shown.Length] & 0xC0) == 0x80) { shown = shown[..^1]; }
        var text = System.Text.Unicode.Utf8.IsValid(shown) ? Encoding.UTF8.GetString(shown) : Encoding.Latin1.GetString(shown);
        return text.Length <= ValueLimit ? text : text[..ValueLimit];
    }
}
