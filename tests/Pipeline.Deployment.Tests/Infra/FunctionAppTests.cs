using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>The function app runs as one identity, over HTTPS only, and its settings hold no secret.</summary>
public sealed class FunctionAppTests(BicepSources infra)
{
    private BicepResource App => infra.The("Microsoft.Web/sites");

    [Theory]
    [InlineData("properties.httpsOnly", "true")]
    [InlineData("properties.siteConfig.minTlsVersion", "1.2")]
    [InlineData("properties.siteConfig.scmMinTlsVersion", "1.2")]
    [InlineData("properties.siteConfig.ftpsState", "Disabled")]
    [InlineData("properties.siteConfig.remoteDebuggingEnabled", "false")]
    [InlineData("identity.type", "UserAssigned")]
    [InlineData("properties.functionAppConfig.runtime.name", "custom")]
    [InlineData("properties.functionAppConfig.deployment.storage.type", "blobContainer")]
    [InlineData("properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    public void App_is_a_custom_handler_with_one_identity(string property, string value) => Assert.Equal(value, App.At(property));

    [Fact]
    public void Plan_is_flex_consumption_on_linux()
    {
        var plan = infra.The("Microsoft.Web/serverfarms");

        Assert.Equal("FC1", plan.At("sku.name"));
        Assert.Equal("FlexConsumption", plan.At("sku.tier"));
        Assert.Equal("true", plan.At("properties.reserved"));
    }

    [Fact]
    public void There_is_one_user_assigned_identity()
    {
        Assert.Single(infra.Of("Microsoft.ManagedIdentity/userAssignedIdentities"));
        Assert.Single(App.Body["identity"]!["userAssignedIdentities"]!.AsObject());
    }

    [Fact]
    public void Passwords_of_publishing_are_off()
    {
        var policies = infra.Of("basicPublishingCredentialsPolicies");

        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.At("name")));
        Assert.All(policies, policy => Assert.Equal("false", policy.At("properties.allow")));
    }

    [Fact]
    public void Settings_connect_by_identity_and_hold_no_secret()
    {
        var settings = infra.The("config").Body["properties"]!.AsObject();

        Assert.All((string[])["AzureWebJobsStorage", "Lake"], connection =>
        {
            Assert.Equal("managedidentity", (string)settings[connection + "__credential"]!);
            Assert.NotNull(settings[connection + "__clientId"]);
            // The bare name would be a connection string, and would win.
            Assert.Null(settings[connection]);
        });
        // The Flex Consumption plan takes the runtime from the app's configuration and refuses these settings.
        Assert.DoesNotContain(settings, setting => setting.Key is "FUNCTIONS_WORKER_RUNTIME" or "FUNCTIONS_EXTENSION_VERSION" or "WEBSITE_RUN_FROM_PACKAGE");
        Assert.Equal("'ClientId=${identity.properties.clientId};Authorization=AAD'", (string)settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]!["$"]!);
    }

    [Fact]
    public void Telemetry_is_written_by_identities_only()
    {
        Assert.Equal("true", infra.The("Microsoft.Insights/components").At("properties.DisableLocalAuth"));
        Assert.Equal("true", infra.The("Microsoft.OperationalInsights/workspaces").At("properties.features.disableLocalAuth"));
    }
}
