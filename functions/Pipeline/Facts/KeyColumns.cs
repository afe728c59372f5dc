using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Facts;

/// <summary>The columns that together identify a row: the source's scope and the table's key.</summary>
internal static class KeyColumns
{
    public static ImmutableArray<string> Of(FactTable table) => [Envelope.SourceSystem, Envelope.SourceAccount, .. table.Key];
}
