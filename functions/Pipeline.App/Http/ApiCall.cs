using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Pipeline.App.Http;

/// <summary>A request to the API, as an endpoint reads it.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">Who asks: the subject of the token.</param>
internal sealed class ApiCall(HttpContext context, string caller)
{
    private const int LargestJson = 65_536;

    public string Caller => caller;

    public Stream Body => context.Request.Body;

    public long? BodyLength => context.Request.ContentLength;

    /// <summary>A part of the path.</summary>
    public string Path(string name) => (string)context.Request.RouteValues[name]!;

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A value of the query; <see langword="null"/> when it is not there.</summary>
    /// <exception cref="ApiRefusalException">It is there twice.</exception>
    public string? Query(string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var values) || values.Count == 0) { return null; }
        return values.Count == 1 ? values[0] : throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'{name}' is in the query {values.Count} times; give it once");
    }

    /// <exception cref="ApiRefusalException">It is no date.</exception>
    public DateOnly? Day(string name)
    {
        if (Query(name) is not { } text) { return null; }
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'{name}' is '{Shown(text)}', which is no date; write it as 2026-06-30");
    }

    /// <exception cref="ApiRefusalException">It is no number in the range.</exception>
    public int Number(string name, int least, int most, int otherwise)
    {
        if (Query(name) is not { } text) { return otherwise; }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"'{name}' is '{Shown(text)}'; it is a whole number from {least} to {most}");
    }

    /// <summary>The JSON body.</summary>
    /// <exception cref="ApiRefusalException">It is not JSON, not of this shape, too long or too deep.</exception>
    public async Task<T> JsonAsync<T>(JsonTypeInfo<T> shape, CancellationToken cancellationToken)
        where T : class
    {
        if (!context.Request.HasJsonContentType()) { throw new ApiRefusalException(StatusCodes.Status415UnsupportedMediaType, "the body is no JSON; send it with 'Content-Type: application/json'"); }
        using var body = new MemoryStream();
        await new LimitedBody(context.Request.Body, LargestJson, context.Request.ContentLength).CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), shape)
                ?? throw new ApiRefusalException(StatusCodes.Status400BadRequest, "the body is null; the OpenAPI document shows what it must be");
        }
        catch (JsonException error)
        {
            // The reader's own message would show names of our types.
            throw new ApiRefusalException(StatusCodes.Status400BadRequest, $"the body cannot be read at '{Shown(error.Path ?? "$")}'; the OpenAPI document shows what it must be", error);
        }
    }

    /// <summary>The start of a text that came from outside, on one line.</summary>
    public static string Shown(string text) => Work.WorkEnvelope.Shown(text);
}

/// <summary>A request cannot be answered as it is; the sentence goes to the caller.</summary>
internal sealed class ApiRefusalException : Exception
{
    public ApiRefusalException()
    {
    }

    public ApiRefusalException(string message)
        : base(message)
    {
    }

    public ApiRefusalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ApiRefusalException(int status, string message, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    /// <summary>The HTTP status that says the same.</summary>
    public int Status { get; } = StatusCodes.Status400BadRequest;
}
