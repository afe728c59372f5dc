using Pipeline.Model;
using Pipeline.Parse;

namespace Pipeline.App.Settings;

/// <summary>The effective settings of a lake: what its <c>pipeline.json</c> says, with every default filled in. Immutable.</summary>
public sealed record LakeSettings
{
    /// <summary>What metrics depend on.</summary>
    public required MetricSettings Metrics { get; init; }

    /// <summary>What reading depends on. Its hash key is empty until <see cref="WithHashKey"/> has set it.</summary>
    public required ParseSettings Parse { get; init; }

    /// <summary>The month, 1 to 12, with which a fiscal year starts.</summary>
    public required int FiscalYearStart { get; init; }

    /// <summary>SHA-256 over the canonical form of the effective settings, 64 hexadecimal digits, lower case.</summary>
    /// <remarks>The order of keys, white space, comments and spelled-out defaults do not change it; the hash key is not part of it.</remarks>
    public string ConfigHash { get; init; } = "";

    /// <summary>The same over those settings only that decide how exports are read.</summary>
    public string ReadingHash { get; init; } = "";

    /// <summary>The text of <c>privacy.hash_key</c>, or <see langword="null"/> when the lake keeps a key of its own.</summary>
    public string? ConfiguredHashKey { get; init; }

    /// <summary>The same settings with the key for hashes of e-mail addresses and names.</summary>
    public LakeSettings WithHashKey(ReadOnlyMemory<byte> key) => this with { Parse = Parse with { HashKey = key } };

    /// <summary>The settings of a lake without <c>pipeline.json</c>.</summary>
    public static LakeSettings Default { get; } = SettingsReader.Read("{}"u8);

    /// <inheritdoc />
    /// <remarks>Only the hash: the compiler's version would print the hash key.</remarks>
    public override string ToString() => $"{nameof(LakeSettings)} {ConfigHash}";
}
