using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.App.Settings;
using Pipeline.Parse;
using Pipeline.Parse.Declared;
using Pipeline.Parse.Sources;

namespace Pipeline.App;

/// <summary>The sources that a lake knows: the built-in ones and the company's own in <c>sources/*.json</c>.</summary>
internal sealed class SourceSet
{
    /// <summary>Where a company declares its own sources.</summary>
    public const string Folder = "sources/";

    /// <summary>Counted up when bytes become other rows although no source says so, as when hashes of e-mail addresses take another form.</summary>
    private const int ReadingVersion = 2;

    private readonly string _versions;

    private SourceSet(SourceCatalog catalog, string versions)
    {
        Catalog = catalog;
        _versions = versions;
    }

    public SourceCatalog Catalog { get; }

    /// <exception cref="SettingsException">A declaration cannot be understood; a sentence for each problem.</exception>
    public static async Task<SourceSet> ReadAsync(Lake lake, CancellationToken cancellationToken)
    {
        var declared = ImmutableArray.CreateBuilder<SourceDefinition>();
        var versions = new StringBuilder().Append(CultureInfo.InvariantCulture, $"reading@{ReadingVersion}").Append('\n');
        var problems = new List<string>();
        await foreach (var found in lake.Store.ListAsync(Folder, cancellationToken).ConfigureAwait(false))
        {
            if (!found.Path.EndsWith(".json", StringComparison.Ordinal)) { continue; }
            var content = (await lake.Store.TryReadAsync(found.Path, cancellationToken).ConfigureAwait(false))!.Content;
            var source = DeclaredSource.Read(content);
            problems.AddRange(source.Problems.Select(problem => $"{found.Path}: {problem.Path}: {problem.Sentence}"));
            if (source.Source is { } definition) { declared.Add(definition); }
            versions.Append(Convert.ToHexString(SHA256.HashData(content.Span))).Append('\n');
        }

        if (problems.Count > 0) { throw new SettingsException(string.Join('\n', problems)); }
        foreach (var source in SourceList.All) { versions.Append(source.Name).Append('@').Append(source.Version).Append('\n'); }
        return new SourceSet(Catalogue(declared.ToImmutable()), versions.ToString());
    }

    /// <summary>What decides how bytes become rows: another hash, another reading.</summary>
    public string ReadingHash(LakeSettings settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.ReadingHash + "\n" + _versions)))[..16];

    /// <summary>Refuses settings for a source that nobody knows: they would do nothing, in silence.</summary>
    /// <exception cref="SettingsException">A sentence for each.</exception>
    public void Check(LakeSettings settings)
    {
        var known = Catalog.All.SelectMany(source => new[] { source.Name, source.System }).ToHashSet(StringComparer.Ordinal);
        var unknown = settings.Parse.Sources.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).ToArray();
        if (unknown.Length == 0) { return; }
        var systems = string.Join(", ", Catalog.All.Select(source => source.System).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        throw new SettingsException(string.Join('\n', unknown.Select(name => $"{SettingsReader.FileName}: 'sources.{name}' is neither a source nor a system; systems are {systems}, and 'pipeline sources' lists the sources")));
    }

    private static SourceCatalog Catalogue(ImmutableArray<SourceDefinition> declared)
    {
        try
        {
            return new SourceCatalog(SourceList.All, declared);
        }
        catch (ArgumentException error) when (!declared.IsEmpty)
        {
            throw new SettingsException($"{Folder}*.json: {error.Message}", error);
        }
    }
}
