using Microsoft.AspNetCore.Http;
using Pipeline.App.Hosting;
using Pipeline.App.Security;
using Pipeline.Facts;
using Pipeline.Parquet;
using Pipeline.Storage.Delta;

namespace Pipeline.App.Http.Endpoints;

/// <summary><c>GET /api/quarantine</c>: which rows could not be used, and where they lie. Their values stay in the table, which other people may read.</summary>
internal sealed class ListQuarantine(ServerParts parts) : IApiEndpoint
{
    private const int MostGroups = 10_000;
    private const int UsualGroups = 1_000;

    public ApiDescription Description { get; } = new()
    {
        Name = "quarantine",
        Method = HttpMethods.Get,
        Route = "/api/quarantine",
        Summary = "Rows that could not be used, counted by export, rule and column. Values are never shown: they may be personal.",
        Role = Roles.Read,
        Parameters =
        [
            new("export", "query", "Only this export, by its id.", Schemas.Text),
            new("rule", "query", "Only this rule.", Schemas.Text),
            new("limit", "query", "How many groups at most, those with most rows first.", Schemas.Number(1, MostGroups, UsualGroups)),
        ],
        Successes = [new(StatusCodes.Status200OK, "The counts.", ApiJson.Default.QuarantineView)],
    };

    public async Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var (export, rule) = (call.Query("export"), call.Query("rule"));
        var most = call.Number("limit", 1, MostGroups, UsualGroups);
        var groups = new Dictionary<(string Export, string Rule, string Column), (long Rows, int First)>();
        var table = new DeltaTable(parts.Lake.Store, QuarantineIntake.Path, parts.Lake.Delta);
        if (await table.ReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshot)
        {
            foreach (var group in await table.ListRowGroupsAsync(snapshot, null, cancellationToken).ConfigureAwait(false))
            {
                Count(await table.ReadRowGroupAsync(group, ["file_id", "rule", "column_name", "row_number"], cancellationToken).ConfigureAwait(false), groups);
            }
        }

        var rejections = groups
            .Where(group => (export is null || group.Key.Export == export) && (rule is null || group.Key.Rule == rule))
            .Select(group => new QuarantinedRows(group.Key.Export, group.Key.Rule, group.Key.Column, group.Value.Rows, group.Value.First))
            .OrderByDescending(rows => rows.Rows).ThenBy(rows => rows.ExportId, StringComparer.Ordinal).ThenBy(rows => rows.Rule, StringComparer.Ordinal).ThenBy(rows => rows.Column, StringComparer.Ordinal)
            .Take(most);
        return ApiAnswer.Json(StatusCodes.Status200OK, new QuarantineView([.. rejections]), ApiJson.Default.QuarantineView);
    }

    private static void Count(ColumnBatch batch, Dictionary<(string Export, string Rule, string Column), (long Rows, int First)> groups)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            var key = (batch["file_id"].Texts!.RowText(row), batch["rule"].Texts!.RowText(row), batch["column_name"].Texts!.RowText(row));
            var number = batch["row_number"].Int32s[row];
            var (rows, first) = groups.GetValueOrDefault(key, (0, number));
            groups[key] = (rows + 1, Math.Min(first, number));
        }
    }
}
