namespace Pipeline.Model;

/// <summary>An export, or a part of one, that cannot be read as a whole. Nothing of it may become a fact.</summary>
/// <param name="Code">An identifier: <c>unrecognised</c>, <c>wrong_encoding</c>, <c>ambiguous_numbers</c>, <c>no_daily_grain</c>, <c>oversize</c>, …</param>
/// <param name="Sentence">What is wrong, with the value, and what to do.</param>
/// <param name="Declaration">For an unrecognised table the text of a <c>sources/*.json</c> that would read it, once its blanks are filled.</param>
public sealed record ExportRefused(string Code, string Sentence, string? Declaration = null);
