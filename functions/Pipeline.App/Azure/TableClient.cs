using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Pipeline.App.Azure;

/// <summary>The few operations of Table storage that a ledger needs, on one table, which is made on first use.</summary>
/// <remarks>Failures are <see cref="RequestFailedException"/> and its like, after the pipeline's own retries: see <see cref="AzureFailure"/>.</remarks>
internal sealed class TableClient(HttpPipeline pipeline, Uri endpoint, string table)
{
    private const string TableNotFound = "TableNotFound";
    private const string EntityAlreadyExists = "EntityAlreadyExists";
    private const string UpdateConditionNotSatisfied = "UpdateConditionNotSatisfied";

    private readonly TableRequests _requests = new(pipeline, endpoint, table);

    /// <returns><see langword="false"/>, with nothing written, when there is such a row.</returns>
    public Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellationToken) =>
        TryAsync(() => _requests.Change(new(TableChangeKind.Insert, entity)), EntityAlreadyExists, cancellationToken);

    /// <returns><see langword="false"/>, with nothing written, when the row is not at its <see cref="TableEntity.Version"/> any more.</returns>
    public Task<bool> TryMergeAsync(TableEntity entity, CancellationToken cancellationToken) =>
        TryAsync(() => _requests.Change(new(TableChangeKind.Merge, entity)), UpdateConditionNotSatisfied, cancellationToken);

    /// <summary>Makes up to 100 changes of rows of one partition, all or none.</summary>
    /// <returns><see langword="false"/>, with nothing written, when a row that is inserted is there, or one that changes is not at its version.</returns>
    public async Task<bool> TrySubmitAsync(ImmutableArray<TableChange> changes, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(() => _requests.Batch(changes), TableBatch.IsAbsent, cancellationToken).ConfigureAwait(false);
        if (answer.Status != (int)HttpStatusCode.Accepted) { throw TableErrorParser.Failure(answer); }
        var (status, code) = TableBatch.Outcome(answer.Content.ToString());
        if (status is >= 200 and < 300) { return true; }
        return code is EntityAlreadyExists or UpdateConditionNotSatisfied ? false : throw new RequestFailedException(status, $"the batch was refused: {code}", code, innerException: null);
    }

    /// <summary>One row by its name; <see langword="null"/> when there is none.</summary>
    public async Task<TableEntity?> TryReadAsync(string partition, string row, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(() => _requests.Read(partition, row), _ => false, cancellationToken).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.NotFound) { return null; }
        if (answer.IsError) { throw TableErrorParser.Failure(answer); }
        using var json = JsonDocument.Parse(answer.Content);
        return TableEntity.Of(json.RootElement, answer.Headers.ETag ?? default);
    }

    /// <summary>Rows that match, a page at a time.</summary>
    /// <param name="filter">In the service's own words; see <see cref="Equal"/>.</param>
    /// <param name="most">How many at most, 1 to 1,000. The service may give fewer and still have more.</param>
    /// <param name="from">Where the page before ended; <see langword="null"/> for the first.</param>
    /// <param name="cancellationToken">Ends the query early.</param>
    public async Task<TablePage> QueryAsync(string filter, int most, TablePosition? from, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(() => _requests.Query(filter, most, from), _ => false, cancellationToken).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.NotFound) { return new([], null); }
        if (answer.IsError) { throw TableErrorParser.Failure(answer); }
        using var json = JsonDocument.Parse(answer.Content);
        var entities = json.RootElement.GetProperty("value").EnumerateArray().Select(entity => TableEntity.Of(entity, default)).ToImmutableArray();
        var next = answer.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition)
            ? new TablePosition(partition, answer.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row) ? row : "")
            : null;
        return new(entities, next);
    }

    /// <summary>The filter for rows whose property has a value.</summary>
    public static string Equal(string property, string value) => $"{property} eq '{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private async Task<bool> TryAsync(Func<Request> request, string refusal, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, IsTableAbsent, cancellationToken).ConfigureAwait(false);
        if (!answer.IsError) { return true; }
        var error = TableErrorParser.Failure(answer);
        // A row that is gone is not at its version either.
        return error.ErrorCode == refusal || (refusal == UpdateConditionNotSatisfied && error.Status == (int)HttpStatusCode.NotFound) ? false : throw error;
    }

    private async Task<Response> SendAsync(Func<Request> request, Func<Response, bool> isTableAbsent, CancellationToken cancellationToken)
    {
        var answer = await pipeline.SendRequestAsync(request(), cancellationToken).ConfigureAwait(false);
        if (!isTableAbsent(answer)) { return answer; }
        answer.Dispose();
        using var made = await pipeline.SendRequestAsync(_requests.CreateTable(), cancellationToken).ConfigureAwait(false);
        if (made.IsError && made.Status != (int)HttpStatusCode.Conflict) { throw TableErrorParser.Failure(made); }
        return await pipeline.SendRequestAsync(request(), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTableAbsent(Response answer) => answer.Status == (int)HttpStatusCode.NotFound && TableErrorParser.CodeIn(answer.Content.ToString()) == TableNotFound;
}
