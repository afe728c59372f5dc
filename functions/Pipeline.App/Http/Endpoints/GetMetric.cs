using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Security;
using Pipeline.Metrics;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/metrics/{id}</c>: the published numbers of one metric.</summary>
internal sealed class GetMetric(ServerParts parts) : IApiEndpoint
{
    private const int UsualDays = 30;
    private const int MostPoints = 100_000;

    public ApiDescription Description { get; } = new()
    {
        Name = "metric",
        Method = HttpMethods.Get,
        Route = "/api/metrics/{id}",
        Summary = "The published numbers of a metric, by day, dimension and member.",
        Role = Roles.Read,
        Parameters =
        [
            new("id", "path", "The id of the metric and its window, as /api/metrics lists it: cac_blended, spend_t30.", Schemas.Text, IsRequired: true),
            new("from", "query", $"The first day; by default {UsualDays - 1} days before the last.", Schemas.Day),
            new("to", "query", "The last day, included; by default the newest that is published.", Schemas.Day),
            new("dimension", "query", "Only this dimension; 'all' is the whole company.", Schemas.Text),
            new("member", "query", "Only this member of the dimension.", Schemas.Text),
            new("format", "query", "How to answer.", Schemas.Format),
        ],
        Successes = [new(StatusCodes.Status200OK, "The points; none for days that have none.", ApiJson.Default.MetricView, "text/csv")],
        Problems = [(StatusCodes.Status404NotFound, "There is no such metric, or nothing is published yet.")],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var id = call.Path("id");
        if (MetricCatalog.Find(id) is null) { return ApiAnswer.Problem(StatusCodes.Status404NotFound, "No such metric", $"no metric is called '{ApiCall.Shown(id)}'; /api/metrics lists them"); }
        var format = call.Query("format") ?? "json";
        if (format is not ("json" or "csv")) { throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'{ApiCall.Shown(format)}' is no format; they are json and csv"); }
        if (await QueryOfAsync(call, id, cancellationToken).ConfigureAwait(false) is not { } query) { return NothingYet(); }
        var (schema, rows) = await MetricRows.ReadAsync(parts.Lake, query, cancellationToken).ConfigureAwait(false);
        if (schema is null) { return NothingYet(); }
        if (rows.Sum(batch => batch.RowCount) > MostPoints) { throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"that is more than {MostPoints} points; ask for fewer days, or for one dimension"); }
        return format == "csv"
            ? new ApiAnswer { Status = StatusCodes.Status200OK, ContentType = ApiAnswer.CsvType, Body = CsvText.Write(schema, rows) }
            : ApiAnswer.Json(StatusCodes.Status200OK, new MetricView(id, query.From, query.To, [.. rows.SelectMany(Points)]), ApiJson.Default.MetricView);
    }

    /// <summary>What is asked for; <see langword="null"/> when nothing is published.</summary>
    private async Task<MetricQuery?> QueryOfAsync(ApiCall call, string id, CancellationToken cancellationToken)
    {
        var (from, to) = (call.Day("from"), call.Day("to"));
        if (from > to) { throw new ApiRefusalException(StatusCodes.Status400BadRequest, "'to' lies before 'from'; give the earlier day as 'from'"); }
        if (to is null)
        {
            if (await new PublishedPointer(parts.Lake.Store).ReadAsync(cancellationToken).ConfigureAwait(false) is not { } published) { return null; }
            to = from > published.LastDay ? from : published.LastDay;
        }

        var first = from ?? (to.Value.DayNumber >= UsualDays ? to.Value.AddDays(1 - UsualDays) : DateOnly.MinValue);
        return new(id, first, to.Value, call.Query("dimension"), call.Query("member"));
    }

    private static IEnumerable<MetricPoint> Points(ColumnBatch batch) => Enumerable.Range(0, batch.RowCount).Select(row => new MetricPoint(
        Epoch.Date(batch["snapshot_date"].Int32s[row]),
        Text(batch, "dimension", row)!,
        Text(batch, "member", row)!,
        Amount(batch, "numerator", row),
        Amount(batch, "denominator", row),
        batch["value"].HasValue(row) ? batch["value"].Doubles[row] : null,
        Text(batch, "unit", row)!,
        Text(batch, "currency", row),
        batch["n"].Int64s[row],
        Text(batch, "null_reason", row),
        batch["is_complete"].Booleans[row] != 0,
        Text(batch, "run_id", row)!));

    private static string? Text(ColumnBatch batch, string column, int row) => batch[column].HasValue(row) ? batch[column].Texts!.RowText(row) : null;

    // Published amounts are DECIMAL(18,4).
    private static decimal? Amount(ColumnBatch batch, string column, int row) => batch[column].HasValue(row) ? batch[column].Int64s[row] / 10_000m : null;

    private static ApiAnswer NothingYet() => ApiAnswer.Problem(StatusCodes.Status404NotFound, "Nothing published", "nothing is published yet; land exports first, /api/runs shows what became of them");
}
