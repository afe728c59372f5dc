using System.Text;
using Pipeline.Parse.Declared;

namespace Pipeline.Tests.Parse.Declared;

public sealed class DeclaredSourceTests
{
    private const string Whole =
        """
        {
          "name": "kasse", "system": "till", "object": "sale", "numbers": "comma", "dates": "day_first", "account": "Filiale", "watermark": ["Stand"],
          "recognise": { "columns": ["Beleg", ["Betrag", "Summe"]], "none": ["Storno"] },
          "exclude": [ { "reason": "test_mode", "column": "Art", "is": ["Test", "Probe"] } ],
          "total_rows": [ { "starts": "Summe", "reconcile": "Betrag" } ],
          "tables": [
            { "table": "invoice", "columns": {
                "invoice_id": { "from": "Beleg", "read": "id" },
                "customer_id": { "from": "Kunde", "or_else": ["Gast"], "read": "text", "default": "laufkundschaft" },
                "type": { "read": "constant", "text": "invoice" },
                "status": { "from": "Status", "read": "label", "labels": { "bezahlt": "paid" }, "unknown": "open" },
                "issued_date": { "from": "Tag", "read": "date" },
                "total": { "from": ["Betrag", "Summe"], "read": "number", "negated": true } } } ]
        }
        """;

    [Fact]
    public async Task Declared_source_reads_a_file()
    {
        var declared = DeclaredSource.Read(Encoding.UTF8.GetBytes(Whole));
        Assert.Empty(declared.Problems);
        var outcome = await new Scenario(declared.Source!).ReadAsync("Beleg;Betrag;Tag;Status;Art;Gast;Filiale\n7;1.234,50;02/03/2026;Bezahlt;;G;F1\n8;1,00;02/03/2026;;Probe;G;F1\nSumme;1.234,50;;;;;\n");

        Assert.Null(outcome.Refused);
        Assert.Equal(("7", "G", "paid", "2026-03-02", "-1234.5", "F1"), (outcome.Only["invoice_id"], outcome.Only["customer_id"], outcome.Only["status"], outcome.Only["issued_date"], outcome.Only["total"], outcome.Only["source_account_id"]));
        Assert.Equal(1, outcome.Counts.Excluded["test_mode"]);
    }

    [Theory]
    [InlineData("\"numbers\": \"comma\"", "\"numbers\": \"dot\"", "$.numbers")]
    [InlineData("\"system\"", "\"sistem\"", "$.sistem")]
    [InlineData("\"table\": \"invoice\"", "\"table\": \"invoices\"", "$.tables[0].table")]
    [InlineData("\"total\":", "\"totals\":", "$.tables[0].columns.totals")]
    [InlineData("\"read\": \"date\"", "\"read\": \"day\"", "$.tables[0].columns.issued_date.read")]
    [InlineData("\"read\": \"date\"", "\"read\": \"number\"", "$.tables")]
    [InlineData("\"negated\": true", "\"negated\": 1", "$.tables[0].columns.total.negated")]
    [InlineData("\"starts\": \"Summe\", ", "", "$.total_rows[0].starts")]
    [InlineData("\"columns\": [\"Beleg\", [\"Betrag\", \"Summe\"]]", "\"columns\": []", "$.recognise.columns")]
    [InlineData("\"name\": \"kasse\", ", "", "$.name")]
    public void Wrong_key_or_value_is_named_by_its_path(string right, string wrong, string path)
    {
        var declared = DeclaredSource.Read(Encoding.UTF8.GetBytes(Whole.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Null(declared.Source);
        Assert.Contains(path, declared.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}")]
    public void What_is_no_declaration_is_a_problem_and_no_crash(string json) =>
        Assert.NotEmpty(DeclaredSource.Read(Encoding.UTF8.GetBytes(json)).Problems);
}
