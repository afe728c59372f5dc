using System.Text;
using Pipeline.Parse;
using Pipeline.Parse.Sources;

namespace Pipeline.Tests.Parse.Sources;

/// <summary>No source hides another: the least that a source asks for is taken for that source.</summary>
public sealed class SignatureTests
{
    public static TheoryData<string> Sources => new(SourceList.All.Where(source => source.Object is { Length: > 0 } && IsTable(source)).Select(source => source.Name));

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Source_is_recognised_by_the_least_it_asks_for(string name)
    {
        var source = SourceList.All.Single(source => source.Name == name);
        var token = TestContext.Current.CancellationToken;
        var parsed = await ParsedFile.ReadAsync(Least(source), "least.csv", ParsedFile.Settings, token);
        Assert.Equal(name, parsed.Source);
    }

    private static bool IsTable(SourceDefinition source) => source.Format is not "api_json" && source.Signature.Sheets.IsEmpty;

    private static byte[] Least(SourceDefinition source)
    {
        var signature = source.Signature;
        var asked = signature.All.Concat(signature.AnyOf.Take(signature.AtLeast)).Concat(source.Requires.Select(requirement => requirement.Names)).DistinctBy(Name).ToArray();
        var text = new StringBuilder();
        foreach (var line in signature.Preamble.Take(1)) { text.Append(line).Append("\n\n"); }
        text.AppendJoin(',', asked.Select(header => Quoted(Name(header)))).Append('\n');
        if (!signature.FirstRow.IsEmpty)
        {
            text.AppendJoin(',', asked.Select(header => Quoted(signature.FirstRow.FirstOrDefault(condition => condition.Column.Equals(header))?.Values.FirstOrDefault(value => value.Length > 0) ?? "1"))).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Name(Header header) => header.Names[0].Replace("{currency}", "USD", StringComparison.Ordinal);

    private static string Quoted(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
