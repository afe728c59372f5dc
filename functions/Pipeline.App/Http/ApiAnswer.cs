using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.App.Http;

/// <summary>What the API answers: a status, a body that is known before the first byte is sent, and a few headers.</summary>
internal sealed record ApiAnswer
{
    public const string JsonType = "application/json";
    public const string CsvType = "text/csv; charset=utf-8";
    public const string ProblemType = "application/problem+json";

    public required int Status { get; init; }

    public required string ContentType { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Where the thing is that was made; <see langword="null"/> when nothing was.</summary>
    public string? Location { get; init; }

    /// <summary>After how many seconds it makes sense to ask again; <see langword="null"/> when it does not matter.</summary>
    public int? RetryAfter { get; init; }

    public static ApiAnswer Json<T>(int status, T value, JsonTypeInfo<T> shape) =>
        new() { Status = status, ContentType = JsonType, Body = JsonSerializer.SerializeToUtf8Bytes(value, shape) };

    public static ApiAnswer Text(string contentType, string text) => new() { Status = 200, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>An error as RFC 9457 has it. The border adds the correlation id.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The same for every error of this kind.</param>
    /// <param name="detail">A sentence with the value and the way out; nothing internal.</param>
    public static ApiAnswer Problem(int status, string title, string detail) =>
        Json(status, new ApiProblem(title, status, detail, ""), ApiJson.Default.ApiProblem) with { ContentType = ProblemType };

    /// <summary>The same error with the id under which the log knows the request.</summary>
    public ApiAnswer WithCorrelation(string id)
    {
        if (ContentType != ProblemType) { return this; }
        var problem = JsonSerializer.Deserialize(Body.Span, ApiJson.Default.ApiProblem)! with { CorrelationId = id };
        return this with { Body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Default.ApiProblem) };
    }
}

/// <summary>An error, as RFC 9457 has it.</summary>
internal sealed record ApiProblem(string Title, int Status, string Detail, string CorrelationId);
