using Microsoft.AspNetCore.Http;

namespace Pipeline.App.Http;

/// <summary>Copies a body, and stops with 413 where it becomes longer than allowed; one that says beforehand that it is too long is not read at all.</summary>
/// <param name="body">The body.</param>
/// <param name="most">Bytes that are allowed.</param>
/// <param name="announced">What the request says; <see langword="null"/> when it does not.</param>
internal sealed class LimitedBody(Stream body, long most, long? announced)
{
    private const int PartLength = 81_920;

    /// <returns>How many bytes there were.</returns>
    /// <exception cref="ApiRefusalException">There are more than allowed.</exception>
    public async Task<long> CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        if (announced > most) { throw TooLarge(); }
        var part = new byte[PartLength];
        long length = 0;
        int read;
        while ((read = await body.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length > most) { throw TooLarge(); }
            await target.WriteAsync(part.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return length;
    }

    private ApiRefusalException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, $"the body is longer than {most} bytes");
}
