using System.Collections.Immutable;

namespace Pipeline.Parse;

/// <summary>Labels of an export and the canonical values they mean. Labels are compared trimmed, without regard to case, in Unicode form NFKC.</summary>
/// <remarks>A label that means an empty text hands over to the next column of the mapping; after the last one the value is null. A flag is told by <c>true</c> and <c>false</c>.</remarks>
public sealed record LabelMap
{
    /// <summary>The value of <see cref="Unknown"/> that keeps an unknown label as it is.</summary>
    public const string Keep = "{label}";

    public required ImmutableArray<KeyValuePair<string, string>> Labels { get; init; }

    /// <summary>What an unknown label means: a canonical value, an empty text for null, <see cref="Keep"/>, or <see langword="null"/> to reject the row.</summary>
    public string? Unknown { get; init; }

    public static LabelMap Of(params ReadOnlySpan<(string Label, string Value)> labels)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(labels.Length);
        foreach (var (label, value) in labels) { pairs.Add(new(label, value)); }
        return new() { Labels = pairs.ToImmutable() };
    }

    /// <summary>Takes unknown labels for <paramref name="value"/> instead of rejecting their rows.</summary>
    public LabelMap Otherwise(string value) => this with { Unknown = value };
}
