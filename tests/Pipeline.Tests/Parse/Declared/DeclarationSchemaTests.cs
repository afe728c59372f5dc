using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Parse.Declared;
using Pipeline.Testing;

namespace Pipeline.Tests.Parse.Declared;

/// <summary>The schema that editors use and the reader of declarations judge alike.</summary>
public sealed class DeclarationSchemaTests
{
    private const string Invoice =
        """
        { "$schema": "../source.schema.json", "name": "kasse", "recognise": { "columns": ["Beleg", ["Betrag", "Summe"]] }, "tables": [ { "table": "invoice", "columns": {
          "invoice_id": { "from": "Beleg", "read": "id" }, "customer_id": { "from": "Kunde", "read": "text", "or_else": ["Gast"] }, "type": { "read": "constant", "text": "invoice" },
          "status": { "from": "Status", "read": "label", "labels": { "bezahlt": "paid" } }, "issued_date": { "from": "Tag", "read": "date" }, "total": { "from": "Betrag", "read": "number" } } } ] }
        """;

    private static readonly (string Right, string Wrong)[] Faults =
    [
        ("\"name\": \"kasse\", ", ""),
        ("\"kasse\"", "7"),
        ("\"kasse\"", "\"\""),
        ("\"name\"", "\"nom\""),
        ("\"recognise\": { \"columns\": [\"Beleg\", [\"Betrag\", \"Summe\"]] }, ", ""),
        ("[\"Beleg\", [\"Betrag\", \"Summe\"]]", "[]"),
        ("[\"Beleg\", [\"Betrag\", \"Summe\"]]", "\"Beleg\""),
        ("\"invoice\", \"columns\"", "\"invoices\", \"columns\""),
        ("\"total\":", "\"totals\":"),
        ("\"invoice_id\": { \"from\": \"Beleg\", \"read\": \"id\" }, ", ""),
        ("\"read\": \"date\"", "\"read\": \"day\""),
        ("\"read\": \"date\"", "\"read\": \"number\""),
        ("\"from\": \"Tag\", ", ""),
        ("\"from\": \"Tag\"", "\"form\": \"Tag\""),
        (", \"labels\": { \"bezahlt\": \"paid\" }", ""),
        ("{ \"bezahlt\": \"paid\" }", "{ \"bezahlt\": 1 }"),
        ("\"kasse\"", "\"kasse\", \"dates\": \"dmy\""),
        ("\"kasse\"", "\"kasse\", \"version\": \"2\""),
        ("\"kasse\"", "\"kasse\", \"full_snapshot\": 1"),
        ("\"kasse\"", "\"kasse\", \"ignored_because\": \"not wanted\""),
        ("\"kasse\"", "\"kasse\", \"exclude\": [ { \"column\": \"Art\", \"is\": \"Test\" } ]"),
        ("\"kasse\"", "\"kasse\", \"exclude\": [ { \"reason\": \"test\", \"column\": \"Art\", \"is\": \"Test\", \"is_not\": \"Probe\" } ]"),
        ("\"kasse\"", "\"kasse\", \"exclude\": [ { \"reason\": \"test\", \"column\": \"Art\" } ]"),
        ("\"kasse\"", "\"kasse\", \"total_rows\": [ { \"column\": \"Art\" } ]"),
        ("\"kasse\"", "\"kasse\", \"forward_fill\": \"Art\""),
    ];

    private static readonly string[] Accepted =
    [
        Invoice,
        Invoice.Replace("\"kasse\"", "\"kasse\", \"time_zone\": \"reporting\", \"numbers\": \"comma\", \"null_tokens\": \"-\", \"footer\": [\"Ende\"], \"has_sections\": false, \"version\": 2", StringComparison.Ordinal),
        Invoice.Replace("\"kasse\"", "\"kasse\", \"exclude\": [ { \"reason\": \"test\", \"column\": [\"Art\", \"Kind\"], \"is_not\": [\"\", \"echt\"] } ], \"total_rows\": [ { \"starts\": \"Summe\", \"reconcile\": \"Betrag\" } ]", StringComparison.Ordinal),
        """{ "name": "noise", "recognise": { "any_of": ["a", "b"], "at_least": 2, "none": ["c"], "first_row": [ { "column": "a", "is": "x" } ] }, "ignored_because": "it repeats another file" }""",
    ];

    [Fact]
    public async Task Schema_and_reader_judge_alike()
    {
        var accepted = Accepted.Select((json, index) => ($"accepted {index}", json));
        var refused = Faults.Select((fault, index) => ($"refused {index}: {fault.Wrong}", Once(fault.Right, fault.Wrong)));

        await CheckAsync([.. accepted, .. Yardstick()], isGood: true);
        await CheckAsync([.. refused], isGood: false);
    }

    private static IEnumerable<(string Name, string Json)> Yardstick() =>
        Directory.GetFiles(Path.Combine(Oracles.Root, "tests", "Pipeline.Benchmarks", "yardstick", "sources"), "*.json").Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    private static string Once(string right, string wrong)
    {
        Assert.Contains(right, Invoice, StringComparison.Ordinal);
        return Invoice.Replace(right, wrong, StringComparison.Ordinal);
    }

    private static async Task CheckAsync((string Name, string Json)[] documents, bool isGood)
    {
        var request = new JsonObject { ["schema"] = JsonNode.Parse(DeclarationSchema.Write().Span), ["documents"] = new JsonObject(documents.Select(document => KeyValuePair.Create(document.Name, JsonNode.Parse(document.Json)))) };
        var verdicts = await Oracles.RunAsync("schema", request);
        Assert.All(documents, document =>
        {
            var problems = DeclaredSource.Read(Encoding.UTF8.GetBytes(document.Json)).Problems;
            var faults = verdicts[document.Name]!.AsArray();
            Assert.True(problems.IsEmpty == isGood, $"the reader on {document.Name}: {string.Join("; ", problems.Select(problem => $"{problem.Path} {problem.Sentence}"))}");
            Assert.True(faults.Count == 0 == isGood, $"the schema on {document.Name}: {faults.ToJsonString()}");
        });
    }
}
