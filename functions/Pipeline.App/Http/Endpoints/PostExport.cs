using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Runs;
using Pipeline.App.Security;
using Pipeline.App.Work;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>POST /api/exports</c>: a file is landed as it streams in; a worker reads it.</summary>
internal sealed class PostExport(ServerParts parts) : IApiEndpoint
{
    public ApiDescription Description { get; } = new()
    {
        Name = "upload",
        Method = HttpMethods.Post,
        Route = "/api/exports",
        Summary = "Land an export: the body is the file. The same bytes twice are one export.",
        Role = Roles.Recompute,
        Parameters = [new("name", "query", $"What the file is called, at most {LandedName.LongestName} bytes of UTF-8. It is data, never a path.", Schemas.Length(1, LandedName.LongestName), IsRequired: true)],
        TakesFile = true,
        Successes = [new(StatusCodes.Status202Accepted, "The run that reads it; Location says where to watch it.", ApiJson.Default.RunView)],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var path = LandedName.PathOf(RunKey.Of(parts.Context.NewId()), NameOf(call));
        var body = new LimitedBody(call.Body, parts.Settings.LargestUpload, call.BodyLength);
        await parts.Lake.Store.TryCreateAsync(path, (target, token) => CopyAsync(body, target, token), cancellationToken).ConfigureAwait(false);
        var run = await parts.LandedRuns.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await parts.Queues.Exports.SendAsync(WorkEnvelope.Write(new(WorkKind.LandedExport, run.RunId, path)), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return GetRun.Accepted(run);
    }

    /// <summary>An exception leaves nothing behind: the store shows an object only when it is whole.</summary>
    private static async Task CopyAsync(LimitedBody body, Stream target, CancellationToken cancellationToken)
    {
        if (await body.CopyToAsync(target, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new ApiRefusalException(StatusCodes.Status400BadRequest, "the body is empty; send the bytes of the file as the body");
        }
    }

    private static string NameOf(ApiCall call)
    {
        var name = call.Query("name") ?? "";
        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= LandedName.LongestName
            ? name
            : throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'name' says what the file is called, in 1 to {LandedName.LongestName} bytes of UTF-8: /api/exports?name=costs.csv");
    }
}
