using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>Both storage accounts are closed to keys and to strangers, and what is deleted comes back.</summary>
public sealed class StorageAccountTests(BicepSources infra)
{
    [Theory]
    [InlineData("properties.allowSharedKeyAccess", "false")]
    [InlineData("properties.allowBlobPublicAccess", "false")]
    [InlineData("properties.allowCrossTenantReplication", "false")]
    [InlineData("properties.defaultToOAuthAuthentication", "true")]
    [InlineData("properties.minimumTlsVersion", "TLS1_2")]
    [InlineData("properties.supportsHttpsTrafficOnly", "true")]
    public void Both_accounts_are_closed_to_keys_and_plain_text(string property, string value)
    {
        var accounts = infra.Of("Microsoft.Storage/storageAccounts");

        Assert.Equal(["modules/host-storage.bicep", "modules/lake.bicep"], accounts.Select(account => account.File));
        Assert.All(accounts, account => Assert.Equal(value, account.At(property)));
    }

    [Fact]
    public void No_container_is_public()
    {
        var containers = infra.Of("Microsoft.Storage/storageAccounts/blobServices/containers");

        Assert.Equal(2, containers.Length);
        Assert.All(containers, container => Assert.Equal("None", container.At("properties.publicAccess")));
    }

    [Fact]
    public void Lake_has_the_containers_that_the_program_writes_to()
    {
        var names = infra.Files["modules/lake.bicep"]["variables"]!["containerNames"]!.AsArray().Select(name => (string)name!);

        Assert.Equal(["exports", "facts", "landing", "metrics", "ops", "quarantine", "raw", "settings"], names);
    }

    [Fact]
    public void Host_account_has_the_queues_that_the_functions_are_triggered_by()
    {
        var names = infra.Files["modules/host-storage.bicep"]["variables"]!["queueNames"]!.AsArray().Select(name => (string)name!);

        Assert.Equal(["landed-exports", "landed-exports-poison", "metric-runs", "metric-runs-poison"], names);
    }

    [Fact]
    public void Lake_keeps_versions_and_brings_back_what_was_deleted()
    {
        var blobs = Assert.Single(infra.Of("Microsoft.Storage/storageAccounts/blobServices"), service => service.File == "modules/lake.bicep");

        Assert.Equal("true", blobs.At("properties.isVersioningEnabled"));
        Assert.Equal("true", blobs.At("properties.deleteRetentionPolicy.enabled"));
        Assert.Equal("true", blobs.At("properties.containerDeleteRetentionPolicy.enabled"));
    }

    [Fact]
    public void Age_moves_raw_and_quarantine_to_the_cool_tier_and_deletes_only_what_was_replaced()
    {
        var rules = infra.The("Microsoft.Storage/storageAccounts/managementPolicies").Body["properties"]!["policy"]!["rules"]!.AsArray();
        var byPrefix = rules.SelectMany(rule => rule!["definition"]!["filters"]!["prefixMatch"]!.AsArray().Select(prefix => ((string)prefix!, Actions: rule["definition"]!["actions"]!))).ToDictionary(pair => pair.Item1, pair => pair.Actions, StringComparer.Ordinal);

        Assert.NotNull(byPrefix["raw/"]["baseBlob"]!["tierToCool"]);
        Assert.NotNull(byPrefix["quarantine/"]["baseBlob"]!["tierToCool"]);
        Assert.NotNull(byPrefix["quarantine/"]["version"]!["delete"]);
        // A version of raw is what was there before somebody overwrote the truth.
        Assert.Null(byPrefix["raw/"]["version"]);
        Assert.All(byPrefix.Values, actions => Assert.Null(actions["baseBlob"]?["delete"]));
        Assert.All(rules, rule => Assert.True((bool)rule!["enabled"]!));
    }

    [Fact]
    public void Nothing_in_infra_reads_or_carries_a_key()
    {
        string[] secrets = ["listKeys", "listAccountSas", "listServiceSas", "AccountKey", "SharedAccessSignature", "@secure", "connectionString:", "InstrumentationKey", "listCredentials", "listHostKeys"];
        var found =
            from file in infra.Files.Keys
            let text = File.ReadAllText(Path.Combine(BicepSources.Folder, file))
            from secret in secrets
            where text.Contains(secret, StringComparison.Ordinal)
            select $"{file}: {secret}";

        Assert.Empty(found);
    }
}
