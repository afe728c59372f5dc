using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.App.Http;

/// <summary>What an endpoint promises: routing, the check of rights and the OpenAPI document are all read from here.</summary>
internal sealed record ApiDescription
{
    /// <summary>Its name in the OpenAPI document, and in logs.</summary>
    public required string Name { get; init; }

    /// <summary>GET or POST.</summary>
    public required string Method { get; init; }

    /// <summary>As <c>/api/runs/{id}</c>.</summary>
    public required string Route { get; init; }

    /// <summary>A line.</summary>
    public required string Summary { get; init; }

    /// <summary>What the caller must be allowed to do.</summary>
    public required string Role { get; init; }

    public ImmutableArray<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The shape of a JSON body; <see langword="null"/> when there is none.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>Whether the body is a file of any kind.</summary>
    public bool TakesFile { get; init; }

    /// <summary>The answers of success, by status.</summary>
    public required ImmutableArray<ApiSuccess> Successes { get; init; }

    /// <summary>The statuses of errors that only this endpoint has, and what they mean; every endpoint has those of the border.</summary>
    public ImmutableArray<(int Status, string Meaning)> Problems { get; init; } = [];
}

/// <summary>A parameter in the path, the query or a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Meaning">A line.</param>
/// <param name="Schema">Its JSON schema, as text.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record ApiParameter(string Name, string In, string Meaning, string Schema, bool IsRequired = false);

/// <summary>An answer of success.</summary>
/// <param name="Status">200 or 202.</param>
/// <param name="Meaning">A line.</param>
/// <param name="Shape">The shape of its JSON body; <see langword="null"/> when it is any JSON.</param>
/// <param name="OtherType">Another media type it may come as.</param>
internal sealed record ApiSuccess(int Status, string Meaning, JsonTypeInfo? Shape, string? OtherType = null);

/// <summary>One operation of the API.</summary>
internal interface IApiEndpoint
{
    ApiDescription Description { get; }

    /// <exception cref="RefusalException">What was asked cannot be done; the sentence goes to the caller.</exception>
    Task<ApiAnswer> AnswerAsync(ApiCall call, CancellationToken cancellationToken);
}
