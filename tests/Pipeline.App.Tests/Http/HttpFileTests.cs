using System.Text;
using System.Text.RegularExpressions;
using Pipeline.App.Tests.Hosting;
using Pipeline.App.Work;
using Pipeline.Testing;

namespace Pipeline.App.Tests.Http;

public sealed partial class HttpFileTests
{
    private static string FilePath => Path.Combine(Oracles.Root, "functions", "Pipeline.App", "Http", "api.http");

    [Fact]
    public async Task Every_request_of_the_http_file_is_answered_and_they_reach_every_endpoint()
    {
        await using var server = await RunningServer.StartAsync();
        var file = HttpFile.Read(await File.ReadAllTextAsync(FilePath, TestContext.Current.CancellationToken));
        var locations = new Dictionary<string, string>(StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in file.Requests)
        {
            string Fill(string text) => LocationOf().Replace(text.Replace("{{host}}", "", StringComparison.Ordinal), match => locations[match.Groups["name"].Value]);
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), Fill(request.Url));
            if (request.Body.Length > 0) { message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body)); }
            foreach (var (name, value) in request.Headers)
            {
                if (name == "Content-Type") { message.Content!.Headers.TryAddWithoutValidation(name, value); }
                else { message.Headers.TryAddWithoutValidation(name, file.Fill(value)); }
            }

            using var answer = await server.Client.SendAsync(message, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{request.Method} {request.Url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            reached.Add(ContractHandler.OperationNameOf(message)!);
            if (answer.Headers.Location is not { } location) { continue; }
            locations.Add(request.Name, location.ToString());
            // Later requests ask for what this one publishes.
            await RunningServer.EventuallyAsync(async () => (await server.RunsAsync()).Any(run => run is { Kind: WorkKind.DailySnapshot, IsFinished: true }));
        }

        Assert.Equal(ContractHandler.Endpoints().Select(endpoint => endpoint.Description.Name).Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\{\{(?<name>\w+)\.response\.headers\.Location\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LocationOf();

    /// <summary>As much of the format as the file uses.</summary>
    private sealed record HttpFile(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<HttpFileRequest> Requests)
    {
        public static HttpFile Read(string text)
        {
            var sections = text.ReplaceLineEndings("\n").Split("\n### ");
            var variables = sections[0].Split('\n').Where(line => line.StartsWith('@')).Select(line => line[1..].Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            return new(variables, [.. sections[1..].Select(HttpFileRequest.Read)]);
        }

        public string Fill(string text) => Variables.Aggregate(text, (filled, variable) => filled.Replace("{{" + variable.Key + "}}", variable.Value, StringComparison.Ordinal));
    }

    private sealed record HttpFileRequest(string Name, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string Body)
    {
        public static HttpFileRequest Read(string section)
        {
            var lines = section.Split('\n')[1..];
            var name = lines.FirstOrDefault(line => line.StartsWith("# @name ", StringComparison.Ordinal))?[8..] ?? "";
            var start = Array.FindIndex(lines, line => line.Length > 0 && line[0] != '#');
            var blank = Array.FindIndex(lines, start, line => line.Length == 0);
            var end = blank < 0 ? lines.Length : blank;
            var (method, url) = (lines[start].Split(' ')[0], lines[start].Split(' ')[1]);
            var headers = lines[(start + 1)..end].Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToArray();
            return new(name, method, url, headers, blank < 0 ? "" : string.Join('\n', lines[blank..]).Trim());
        }
    }
}
