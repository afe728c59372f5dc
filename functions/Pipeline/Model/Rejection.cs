namespace Pipeline.Model;

/// <summary>A row, or a value in it, that we could not use: kept so that a person can mend the export.</summary>
/// <param name="FileId">The export: the first 16 hexadecimal digits of its SHA-256.</param>
/// <param name="RowNumber">The data row, counted from 1 after the header; 0 when the whole file is meant.</param>
/// <param name="Column">The column as the export names it; empty when the whole row is meant.</param>
/// <param name="Value">The value as it was read, at most 200 characters. May hold personal data: it is stored in quarantine only, never logged.</param>
/// <param name="Rule">The rule it breaks, as an identifier: <c>not_a_date</c>, <c>ragged_row</c>, …</param>
/// <param name="Message">One sentence that says what is wrong and what to do.</param>
public sealed record Rejection(string FileId, int RowNumber, string Column, string Value, string Rule, string Message);
