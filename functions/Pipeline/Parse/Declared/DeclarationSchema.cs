using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Model;
using Pipeline.Parquet;

namespace Pipeline.Parse.Declared;

/// <summary>The JSON Schema of declarations, for editors: made from the tables and rules that the reader itself uses, so it cannot fall behind them.</summary>
/// <remarks>The reader says more: whether a time zone exists, and whether two sources recognise the same file.</remarks>
public static class DeclarationSchema
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the columns of the export are called that rules read beside <c>from</c>.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Further = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["is_closed"] = "opportunity_status: the column that says whether a deal is closed.",
        ["is_won"] = "opportunity_status: the column that says whether it is won.",
        ["account_name"] = "revenue_class: the column of the account's name.",
        ["account_type"] = "revenue_class: the column of the account's type.",
        ["debit"] = "credit_minus_debit: the column of the debit.",
        ["posting_type"] = "signed_by_posting: the column that says debit or credit.",
    });

    /// <summary>The schema, JSON Schema 2020-12 in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) { Root().WriteTo(writer); }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static JsonObject Root()
    {
        var root = Closed(
            "A file of sources/: how one kind of export of your own is recognised and read. Every table and column is described in the documentation of the facts.",
            [("$schema", Text("Where this schema lies, for editors.")), .. Identity(), .. Reading(), ("tables", List(Reference("table"), "Which tables the rows become."))],
            "name", "recognise");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root["oneOf"] = Array(Required("tables"), Required("ignored_because"));
        root["$defs"] = Definitions();
        return root;
    }

    private static IEnumerable<(string Name, JsonObject Schema)> Identity() =>
    [
        ("name", Name("What the source is called, in reports and settings.")),
        ("system", Text("The system that exports, such as till or erp; settings may name it.", "generic_csv")),
        ("object", Text("What a row is, such as sale.", "rows")),
        ("format", Text("What the form is called in the lineage of each row.", "user_declared")),
        ("version", Integer("Raised when the same bytes would become other rows.", 1)),
        ("recognise", Reference("recognise")),
        ("ignored_because", Text("For a file that is understood and not wanted: a sentence that says why. Then there are no tables.")),
    ];

    private static IEnumerable<(string Name, JsonObject Schema)> Reading() =>
    [
        ("account", Header("The column that says which of several accounts a row is from.")),
        ("watermark", Header("The column that says how new a row is: the newest counts.")),
        ("full_snapshot", Flag("Whether an export holds everything: then what is missing in a newer one is gone.")),
        ("time_zone", Text("The IANA time zone of instants without one, or 'reporting'.", "UTC")),
        ("dates", Choice("The order of day and month.", "per_file", "month_first", "day_first")),
        ("numbers", Choice("What separates decimals.", "per_file", "point", "comma")),
        ("null_tokens", Texts("Texts that stand for a blank cell, such as n/a.")),
        ("exclude", List(Conditional("Rows that are left out and counted.", ("reason", Name("Why, as a word such as test_mode."))), "Which rows are left out.")),
        ("total_rows", List(Closed("Rows that hold sums and no data.", [("column", Header("Where the text stands; the first column when it is left out.")), ("starts", NonEmpty(Texts("What the text begins with."))), ("reconcile", Header("The column whose sum the row must hold."))], "starts"), "Which rows hold sums.")),
        ("footer", Texts("What the text of a row begins with after which nothing is data.")),
        ("forward_fill", List(Header("A column."), "Columns whose blank cells mean the value above.")),
        ("has_sections", Flag("Whether the file holds several tables, each with a header of its own.")),
    ];

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject
        {
            ["header"] = Described("The name of a column of the export, or several by which it goes; case, accents and spaces do not count.", Either("string", 1)),
            ["texts"] = Described("A text or a list of texts.", Either("string", 0)),
            ["recognise"] = Recognise(),
            ["condition"] = Conditional("A cell that is, or is not, one of some texts; an empty text stands for a blank cell."),
            ["table"] = TableChoice(),
        };
        foreach (var type in FactTableCatalog.All.SelectMany(table => table.Columns).Select(column => column.Type).Distinct().Order()) { definitions["mapping_" + NameOf(type)] = Mapping(type); }
        return definitions;
    }

    private static JsonObject Recognise()
    {
        var recognise = Closed(
            "A file is of this kind when its header has these columns.",
            [
                ("columns", NonEmpty(List(Header("A column."), "Columns that must all be there."))), ("any_of", NonEmpty(List(Header("A column."), "Columns of which some must be there."))),
                ("at_least", Integer("How many of any_of.", 1)), ("none", List(Header("A column."), "Columns that must not be there.")),
                ("preamble", Texts("What the lines before the header begin with.")), ("sheets", Texts("The names of the sheets of a workbook.")),
                ("first_row", List(Reference("condition"), "What the first row must hold.")),
            ]);
        recognise["anyOf"] = Array(Required("columns"), Required("any_of"));
        return recognise;
    }

    private static JsonObject TableChoice()
    {
        var table = Described("A table and what its columns are read from.", new JsonObject { ["type"] = "object" });
        table["required"] = Array("table", "columns");
        table["oneOf"] = new JsonArray([.. FactTableCatalog.All.Select(known => (JsonNode)Table(known))]);
        return table;
    }

    private static JsonObject Table(FactTable table)
    {
        var columns = Closed("", [.. table.Columns.Select(column => (column.Name, Reference("mapping_" + NameOf(column.Type))))], [.. SourceCheck.Needed(table)]);
        return Closed(
            "",
            [
                ("table", new JsonObject { ["const"] = table.Name }), ("authority", Integer("Which source counts when several say the same; the highest.", 0)),
                ("where", List(Reference("condition"), "Only these rows.")), ("rows_of", Text("The name of the section whose rows these are.")),
                ("unpivot", Texts("Columns that become rows: patterns of their names.")), ("columns", columns),
            ]);
    }

    private static JsonObject Mapping(ColumnType type)
    {
        var rules = MappingReader.Rules.Where(rule => SourceCheck.Fits(rule.Value.Rule, type)).Select(rule => rule.Name).ToArray();
        var mapping = Closed(
            "",
            [
                ("read", new JsonObject { ["enum"] = Array(rules), ["description"] = "How a cell is read." }), ("from", Header("The column of the export.")), ("or_else", List(Header("A column."), "Columns that are read when the first is blank.")),
                .. Further.Select(further => (further.Key, Header(further.Value))),
                ("text", Text("constant: the value. Otherwise what the rule needs, such as a separator.")), ("default", Text("What a blank cell means.")),
                ("negated", Flag("Whether the sign is turned.")), ("last_day", Flag("Whether the date is the last day of a period, where the table keeps the day after.")), ("required", Flag("Whether a row without it goes into quarantine.")),
                ("currency_column", Text("Which column of the table holds the currency of this amount.", "currency")),
                ("labels", new JsonObject { ["type"] = "object", ["additionalProperties"] = Text(""), ["minProperties"] = 1, ["description"] = "label: a text of the export to its value." }), ("unknown", Text("label: the value of texts that labels lacks; without it such rows go into quarantine.")),
            ],
            "read");
        string[] free = ["constant", "row_identifier", "watermark"];
        mapping["allOf"] = Array(
            new JsonObject { ["if"] = Reads(new JsonObject { ["enum"] = Array(free) }), ["else"] = Required("from") },
            new JsonObject { ["if"] = Reads(new JsonObject { ["const"] = "label" }), ["then"] = Required("labels") });
        return mapping;
    }

    private static string NameOf(ColumnType type) => type.ToString().ToLowerInvariant();

    private static JsonObject Reads(JsonObject rule) => new() { ["properties"] = new JsonObject { ["read"] = rule } };

    private static JsonObject Conditional(string description, params (string Name, JsonObject Schema)[] further)
    {
        var condition = Closed(description, [("column", Header("Which column.")), ("is", NonEmpty(Texts("One of these."))), ("is_not", NonEmpty(Texts("None of these."))), .. further.Length > 0 ? further : [("reason", Text("For the reader."))]], ["column", .. further.Select(entry => entry.Name)]);
        condition["oneOf"] = Array(Required("is"), Required("is_not"));
        return condition;
    }

    private static JsonObject Closed(string description, IEnumerable<(string Name, JsonObject Schema)> properties, params string[] required)
    {
        var schema = Described(description, new JsonObject { ["type"] = "object", ["additionalProperties"] = false });
        schema["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema)));
        if (required.Length > 0) { schema["required"] = Array(required); }
        return schema;
    }

    private static JsonObject Described(string description, JsonObject schema)
    {
        if (description.Length > 0) { schema["description"] = description; }
        return schema;
    }

    private static JsonObject Either(string type, int least) => new()
    {
        ["oneOf"] = Array(new JsonObject { ["type"] = type, ["minLength"] = least }, new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = type }, ["minItems"] = least }),
    };

    private static JsonObject NonEmpty(JsonObject schema)
    {
        // A text is not empty by being a text: an empty one stands for a blank cell.
        schema["minItems"] = 1;
        return schema;
    }

    private static JsonObject Header(string description) => Described(description, Reference("header"));

    private static JsonObject Texts(string description) => Described(description, Reference("texts"));

    private static JsonObject Text(string description, string? otherwise = null) => Defaulted(Described(description, new JsonObject { ["type"] = "string" }), otherwise);

    private static JsonObject Name(string description) => Described(description, new JsonObject { ["type"] = "string", ["minLength"] = 1 });

    private static JsonObject Integer(string description, int otherwise) => Defaulted(Described(description, new JsonObject { ["type"] = "integer" }), otherwise);

    private static JsonObject Flag(string description) => Defaulted(Described(description, new JsonObject { ["type"] = "boolean" }), false);

    private static JsonObject List(JsonObject items, string description) => Described(description, new JsonObject { ["type"] = "array", ["items"] = items });

    private static JsonObject Choice(string description, params string[] names) => Defaulted(Described(description, new JsonObject { ["enum"] = Array(names) }), names[0]);

    private static JsonObject Defaulted(JsonObject schema, JsonNode? otherwise)
    {
        if (otherwise is not null) { schema["default"] = otherwise; }
        return schema;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private static JsonObject Required(string name) => new() { ["required"] = Array(name) };

    private static JsonArray Array(params JsonObject[] items) => new([.. items]);

    private static JsonArray Array(params string[] items) => new([.. items.Select(item => (JsonNode)item)]);
}
