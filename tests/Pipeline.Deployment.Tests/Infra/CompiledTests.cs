using System.Text.Json.Nodes;

namespace Pipeline.Deployment.Tests.Infra;

/// <summary>infra/ compiled by the real compiler, where it can be had. Compiled is not deployed: names, quotas and policies of a subscription are not seen here.</summary>
public sealed class CompiledTests
{
    [Fact]
    public async Task Infra_compiles_without_a_warning()
    {
        var compiler = await CompilerAsync();

        var (code, template, messages) = await BicepCompiler.RunAsync(compiler, ["build", Path.Combine(BicepSources.Folder, "main.bicep"), "--stdout"]);

        Assert.Equal("", messages);
        Assert.Equal(0, code);
        Assert.Equal(8, JsonNode.Parse(template)!["resources"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("production")]
    public async Task Parameters_of_an_environment_fit_the_template(string environment)
    {
        var compiler = await CompilerAsync();

        var (code, output, messages) = await BicepCompiler.RunAsync(compiler, ["build-params", Path.Combine(BicepSources.Folder, "main.bicepparam"), "--stdout"],
            ("AZURE_ENV_NAME", environment), ("AZURE_LOCATION", "westeurope"), ("READER_GROUP_IDS", "00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002"));

        Assert.Equal("", messages);
        Assert.Equal(0, code);
        var parameters = JsonNode.Parse((string)JsonNode.Parse(output)!["parametersJson"]!)!["parameters"]!;
        Assert.Equal(environment, (string)parameters["environmentName"]!["value"]!);
        Assert.Equal(2, parameters["readerGroupIds"]!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Environment_without_a_file_is_refused_by_name()
    {
        var compiler = await CompilerAsync();

        var (code, _, messages) = await BicepCompiler.RunAsync(compiler, ["build-params", Path.Combine(BicepSources.Folder, "main.bicepparam"), "--stdout"], ("AZURE_ENV_NAME", "elsewhere"), ("AZURE_LOCATION", "westeurope"));

        Assert.NotEqual(0, code);
        Assert.Contains("\"elsewhere\"", messages, StringComparison.Ordinal);
        Assert.Contains("\"production\", \"test\"", messages, StringComparison.Ordinal);
    }

    private static async Task<string> CompilerAsync()
    {
        var compiler = await BicepCompiler.FindAsync();
        if (compiler is null) { Assert.Skip(BicepCompiler.Absence!); }
        return compiler;
    }
}
