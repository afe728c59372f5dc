using System.Collections.Immutable;
using System.Text.Json;

namespace Pipeline.Parse.Declared;

/// <summary>A company's own source, read from a file of <c>sources/</c>; or what is wrong with the file. One of the two says something.</summary>
/// <param name="Source">The source, when nothing is wrong.</param>
/// <param name="Problems">Everything that is wrong, in file order.</param>
public sealed record DeclaredSource(SourceDefinition? Source, ImmutableArray<DeclarationProblem> Problems)
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <summary>Reads a declaration. Unknown keys and impossible values are problems, not silence.</summary>
    public static DeclaredSource Read(ReadOnlyMemory<byte> json)
    {
        var problems = new List<DeclarationProblem>();
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var source = SourceReader.Read(new DeclaredObject(document.RootElement, "$", problems));
            if (problems.Count == 0) { Check(source, problems); }
            return new(problems.Count == 0 ? source : null, [.. problems]);
        }
        catch (JsonException exception)
        {
            return new(null, [new("$", $"this is not JSON: {exception.Message}")]);
        }
    }

    private static void Check(SourceDefinition source, List<DeclarationProblem> problems)
    {
        try
        {
            SourceCheck.Check(source);
        }
        catch (ArgumentException exception)
        {
            problems.Add(new("$.tables", exception.Message));
        }
    }
}

/// <summary>Something wrong in a declaration.</summary>
/// <param name="Path">Where: <c>$.tables[0].columns.total.read</c>.</param>
/// <param name="Sentence">What, with the value, and what is possible.</param>
public sealed record DeclarationProblem(string Path, string Sentence);
