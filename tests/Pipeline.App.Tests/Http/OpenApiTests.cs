using System.Net;
using System.Text.Json.Nodes;
using Pipeline.App.Tests.Hosting;

namespace Pipeline.App.Tests.Http;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_is_answered_and_describes_exactly_the_endpoints()
    {
        await using var server = await RunningServer.StartAsync();

        var document = JsonNode.Parse(await server.Client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken))!;

        Assert.Equal("3.1.0", (string)document["openapi"]!);
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => operation.Key + " " + path.Key));
        Assert.Equal(
            ContractHandler.Endpoints().Select(endpoint => endpoint.Description.Method.ToLowerInvariant() + " " + endpoint.Description.Route).Order(StringComparer.Ordinal),
            described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_have_distinct_names_and_every_part_of_a_path_is_a_parameter()
    {
        var descriptions = ContractHandler.Endpoints().Select(endpoint => endpoint.Description).ToArray();

        Assert.Equal(descriptions.Length, descriptions.Select(description => description.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(descriptions, description => Assert.Equal(
            description.Route.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')),
            description.Parameters.Where(parameter => parameter.In == "path" && parameter.IsRequired).Select(parameter => parameter.Name)));
    }

    [Fact]
    public async Task Every_described_operation_is_there()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var description in ContractHandler.Endpoints().Select(endpoint => endpoint.Description))
        {
            using var request = new HttpRequestMessage(new HttpMethod(description.Method), description.Route.Replace("{id}", "x", StringComparison.Ordinal));
            using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.NotEqual(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.DoesNotContain("there is nothing here", body, StringComparison.Ordinal);
        }
    }
}
