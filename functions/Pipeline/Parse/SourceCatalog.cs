using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>All sources that a run knows, and which of them a table is.</summary>
public sealed class SourceCatalog
{
    private readonly ImmutableArray<Candidate> _candidates;
    private readonly FrozenSet<string> _names;

    /// <param name="builtIn">Sources that come with the program.</param>
    /// <param name="declared">A company's own, which win over built-in ones that ask no more.</param>
    /// <exception cref="ArgumentException">Two sources have one name, or a declaration contradicts itself.</exception>
    public SourceCatalog(ImmutableArray<SourceDefinition> builtIn, ImmutableArray<SourceDefinition> declared)
    {
        All = [.. declared, .. builtIn];
        foreach (var source in All) { SourceCheck.Check(source); }
        var twice = All.GroupBy(source => source.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) { throw new ArgumentException($"two sources are called '{twice.Key}'", nameof(declared)); }
        _candidates = [.. All.Select((source, index) => new Candidate(source, index < declared.Length))];
        _names = _candidates.SelectMany(candidate => candidate.Names).ToFrozenSet(StringComparer.Ordinal);
    }

    public ImmutableArray<SourceDefinition> All { get; }

    public SourceDefinition? Find(string name) => All.FirstOrDefault(source => string.Equals(source.Name, name, StringComparison.Ordinal));

    /// <summary>Whether the row could be a header: some source asks for a column of that name.</summary>
    internal bool IsPlausible(ImmutableArray<string> normalised) => normalised.Any(name => _names.Contains(name) || name.EndsWith(')'));

    /// <summary>The source that a table is, or <see langword="null"/>.</summary>
    internal Match? Find(TableHead table)
    {
        Match? best = null;
        foreach (var candidate in _candidates)
        {
            if (!candidate.Fits(table)) { continue; }
            var match = new Match(candidate.Source, candidate.Demand, candidate.IsDeclared, candidate.CountMapped(table.Header));
            if (best is null || match.IsBetterThan(best)) { best = match; }
        }

        return best;
    }

    /// <summary>A source that fits, and how well.</summary>
    /// <param name="Source">The source.</param>
    /// <param name="Demand">How much its signature asks for.</param>
    /// <param name="IsDeclared">Whether it is a company's own.</param>
    /// <param name="Mapped">How many columns of the file it reads.</param>
    internal sealed record Match(SourceDefinition Source, int Demand, bool IsDeclared, int Mapped) 
    {
        public bool IsBetterThan(Match other)
        {
            if (Demand != other.Demand) { return Demand > other.Demand; }
            return IsDeclared != other.IsDeclared ? IsDeclared : Mapped > other.Mapped;
        }
    }

    private sealed class Candidate(SourceDefinition source, bool isDeclared)
    {
        private readonly Signature _signature = source.Signature;

        public SourceDefinition Source => source;

        public bool IsDeclared => isDeclared;

        public int Demand { get; } = source.Signature.All.Length + (source.Signature.AnyOf.IsEmpty ? 0 : source.Signature.AtLeast)
            + source.Signature.None.Length + source.Signature.FirstRow.Length + (source.Signature.Preamble.IsEmpty ? 0 : 1) + (source.Signature.Sheets.IsEmpty ? 0 : 1);

        public IEnumerable<string> Names => _signature.All.Concat(_signature.AnyOf).SelectMany(header => header.Normalised);

        public bool Fits(TableHead table) =>
            _signature.All.All(header => table.Header.Find(header) >= 0)
            && (_signature.AnyOf.IsEmpty || _signature.AnyOf.Count(header => table.Header.Find(header) >= 0) >= _signature.AtLeast)
            && _signature.None.All(header => table.Header.Find(header) < 0)
            && (_signature.Sheets.IsEmpty || _signature.Sheets.Any(sheet => Same(sheet, table.Sheet)))
            && (_signature.Preamble.IsEmpty || _signature.Preamble.Any(table.Preamble.Says))
            && (table.FirstRow.IsDefault || _signature.FirstRow.All(condition => Holds(condition, table)));

        public int CountMapped(HeaderIndex header) => source.Outputs
            .SelectMany(output => output.Columns).SelectMany(mapping => mapping.From).SelectMany(names => header.FindAll(names)).Distinct().Count();

        private static bool Holds(Condition condition, TableHead table)
        {
            var column = table.Header.Find(condition.Column);
            var cell = column >= 0 && column < table.FirstRow.Length ? HeaderName.NormaliseLabel(table.FirstRow[column]) : "";
            return condition.Values.Any(value => string.Equals(HeaderName.NormaliseLabel(value), cell, StringComparison.Ordinal)) != condition.IsNegated;
        }

        private static bool Same(string sheet, string other) => string.Equals(HeaderName.Normalise(sheet), HeaderName.Normalise(other), StringComparison.Ordinal);
    }
}

/// <summary>The top of a table: what sources are recognised by.</summary>
internal sealed record TableHead
{
    public required HeaderIndex Header { get; init; }

    /// <summary>The first data row, or default when there is none.</summary>
    public ImmutableArray<string> FirstRow { get; init; }

    /// <summary>The rows above the header, each as one line.</summary>
    public IEnumerable<string> LinesAbove { get; init; } = [];

    /// <summary>What they say; read only when somebody asks, for most rows turn out not to be a header.</summary>
    public Preamble Preamble => field ??= Preamble.Of(LinesAbove, DateOrder.PerFile);

    /// <summary>The name of the worksheet, or empty.</summary>
    public string Sheet { get; init; } = "";

    /// <summary>The same with a last column for the heading of the section that a row is in.</summary>
    public TableHead WithSection() => this with { Header = new(Header.Names.Add(CarriedRows.Section)) };
}
