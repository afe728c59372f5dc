using System.Collections.Immutable;
using Pipeline.Model;

namespace Pipeline.Parse.Declared;

/// <summary>Reads a declaration in the terms of <see cref="SourceDefinition"/>.</summary>
internal static class SourceReader
{
    public static SourceDefinition Read(DeclaredObject json)
    {
        // For editors only.
        json.Text("$schema");
        var source = new SourceDefinition
        {
            Name = json.Require("name"),
            System = json.Text("system") ?? "generic_csv",
            Object = json.Text("object") ?? "rows",
            Format = json.Text("format") ?? "user_declared",
            Version = json.Number("version", 1),
            Signature = ReadSignature(json.Object("recognise")),
            Account = json.Header("account"),
            Watermark = json.Header("watermark"),
            IsFullSnapshot = json.Flag("full_snapshot"),
            TimeZone = ReadZone(json),
            Dates = json.Choice("dates", DateOrder.PerFile, ("per_file", DateOrder.PerFile), ("month_first", DateOrder.MonthFirst), ("day_first", DateOrder.DayFirst)),
            Numbers = json.Choice("numbers", NumberLocale.PerFile, ("per_file", NumberLocale.PerFile), ("point", NumberLocale.Point), ("comma", NumberLocale.Comma)),
            NullTokens = json.Texts("null_tokens"),
            Exclusions = [.. json.Objects("exclude").Select(ReadExclusion)],
            TotalRows = [.. json.Objects("total_rows").Select(ReadTotal)],
            Footer = json.Texts("footer"),
            ForwardFill = json.Headers("forward_fill"),
            HasSections = json.Flag("has_sections"),
            IgnoredBecause = json.Text("ignored_because"),
            Outputs = [.. json.Objects("tables").Select(ReadOutput).OfType<Output>()],
        };
        json.Close();
        return source;
    }

    private static Signature ReadSignature(DeclaredObject? json)
    {
        if (json is null) { return new() { All = [] }; }
        var signature = new Signature
        {
            All = json.Headers("columns"),
            AnyOf = json.Headers("any_of"),
            AtLeast = json.Number("at_least", 1),
            None = json.Headers("none"),
            Preamble = json.Texts("preamble"),
            Sheets = json.Texts("sheets"),
            FirstRow = [.. json.Objects("first_row").Select(ReadCondition)],
        };
        if (signature.All.IsEmpty && signature.AnyOf.IsEmpty) { json.Complain("columns", "must name at least one column of the export"); }
        json.Close();
        return signature;
    }

    private static string ReadZone(DeclaredObject json)
    {
        var zone = json.Text("time_zone") ?? "UTC";
        if (zone != SourceDefinition.ReportingZone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) { json.Complain("time_zone", $"'{zone}' is not an IANA time zone, nor '{SourceDefinition.ReportingZone}'"); }
        return zone;
    }

    private static Output? ReadOutput(DeclaredObject json)
    {
        var name = json.Require("table");
        var table = FactTableCatalog.Find(name);
        if (table is null && name.Length > 0) { json.Complain("table", $"'{name}' is not a fact table; there are {string.Join(", ", FactTableCatalog.All.Select(known => known.Name))}"); }
        var patterns = json.Texts("unpivot");
        var columns = json.Object("columns")?.Entries().ToArray() ?? [];
        var output = table is null ? null : new Output
        {
            Table = table,
            Authority = json.Number("authority", 0),
            Where = [.. json.Objects("where").Select(ReadCondition)],
            RowsOf = json.Text("rows_of") ?? "",
            Unpivot = patterns.IsEmpty ? null : new(patterns),
            Columns = [.. columns.Select(column => MappingReader.Read(column.Key, table, column.Value)).OfType<Mapping>()],
        };
        if (output is not null) { json.Close(); }
        return output;
    }

    private static Exclusion ReadExclusion(DeclaredObject json)
    {
        var reason = json.Require("reason");
        return new(reason, ReadCondition(json));
    }

    private static Condition ReadCondition(DeclaredObject json)
    {
        var column = json.Header("column");
        var (wanted, unwanted) = (json.Texts("is"), json.Texts("is_not"));
        if (column.IsEmpty) { json.Complain("column", "is missing"); }
        if (wanted.IsEmpty == unwanted.IsEmpty) { json.Complain("", "needs either 'is' or 'is_not'; an empty text stands for a blank cell"); }
        json.Text("reason");
        json.Close();
        return wanted.IsEmpty ? new(column, unwanted, IsNegated: true) : new(column, wanted);
    }

    private static TotalRow ReadTotal(DeclaredObject json)
    {
        var total = new TotalRow(json.Header("column"), json.Texts("starts")) { Reconcile = json.Header("reconcile") };
        if (total.Starts.IsEmpty) { json.Complain("starts", "is missing"); }
        json.Close();
        return total;
    }
}
