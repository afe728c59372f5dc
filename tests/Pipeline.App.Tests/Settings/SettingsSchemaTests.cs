using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pipeline.App.Settings;

namespace Pipeline.App.Tests.Settings;

public sealed class SettingsSchemaTests
{
    private static JsonNode Schema { get; } = JsonNode.Parse(SettingsStore.Schema.Span)!;

    [Fact]
    public void Schema_lists_the_keys_of_the_records_and_no_others()
    {
        Compare(Schema, typeof(SettingsFile), "");
        Compare(Schema["properties"]!["sources"]!["additionalProperties"]!, typeof(SourceSection), "sources.*");
        Compare(Schema["properties"]!["ledger_accounts"]!["items"]!, typeof(LedgerAccountEntry), "ledger_accounts[]");
    }

    [Fact]
    public void Schema_lists_the_choices_of_the_checks()
    {
        Assert.Equal(SettingsChoices.FxPolicies.Keys, Enumeration("properties", "fx", "properties", "policy"));
        Assert.Equal(SettingsChoices.AcquiredBy.Keys, Enumeration("properties", "customers", "properties", "acquired_by"));
        Assert.Equal(SettingsChoices.CostTypes.Keys, Enumeration("$defs", "cost_type"));
        Assert.Equal(SettingsChoices.Stages.Keys, Enumeration("properties", "stages", "additionalProperties"));
        Assert.Equal(SettingsChoices.LeadStatuses.Keys, Enumeration("properties", "lead_statuses", "additionalProperties"));
        Assert.Equal(SettingsChoices.RevenueClasses.Keys, Enumeration("properties", "ledger_accounts", "items", "properties", "class"));
        Assert.Equal(SettingsChoices.DateOrders.Keys, Enumeration("properties", "sources", "additionalProperties", "properties", "date_order"));
        Assert.Equal(SettingsChoices.NumberLocales.Keys, Enumeration("properties", "sources", "additionalProperties", "properties", "number_locale"));
    }

    [Fact]
    public void Schema_states_the_defaults_that_are_used()
    {
        var defaults = JsonNode.Parse(SettingsReader.Write(SettingsDefaults.File))!.AsObject();

        foreach (var (path, stated) in StatedDefaults(Schema, ""))
        {
            if (path.StartsWith("/sources", StringComparison.Ordinal)) { continue; }
            var used = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode)defaults, (node, key) => node[key]!);
            Assert.True(JsonNode.DeepEquals(stated, used), $"the schema says {stated.ToJsonString()} for {path}, the program uses {used.ToJsonString()}");
        }
    }

    private static void Compare(JsonNode schema, Type type, string path)
    {
        var typeInfo = SettingsJson.Default.GetTypeInfo(type)!;
        var keys = schema["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal);
        Assert.Equal(typeInfo.Properties.Select(property => property.Name).Order(StringComparer.Ordinal), keys);
        Assert.False(schema["additionalProperties"]!.GetValue<bool>(), $"{path} takes keys that the program refuses");
        foreach (var property in typeInfo.Properties.Where(property => SettingsJson.Default.GetTypeInfo(property.PropertyType)!.Kind is JsonTypeInfoKind.Object))
        {
            Compare(schema["properties"]![property.Name]!, property.PropertyType, $"{path}.{property.Name}");
        }
    }

    private static ImmutableArray<string> Enumeration(params string[] path) =>
        [.. path.Aggregate(Schema, (node, key) => node[key]!)["enum"]!.AsArray().Select(value => value!.GetValue<string>())];

    private static IEnumerable<(string Path, JsonNode Value)> StatedDefaults(JsonNode schema, string path)
    {
        if (schema["default"] is { } value) { yield return (path, value); }
        if (schema["properties"] is not JsonObject properties) { yield break; }
        foreach (var (name, property) in properties)
        {
            foreach (var found in StatedDefaults(property!, $"{path}/{name}")) { yield return found; }
        }
    }
}
