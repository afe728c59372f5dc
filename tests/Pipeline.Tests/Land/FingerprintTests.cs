using System.Security.Cryptography;
using System.Text;
using Pipeline.Land;
using Pipeline.Testing;

namespace Pipeline.Tests.Land;

public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(262_144)]
    [InlineData(1_000_001)]
    public async Task A_file_has_the_same_fingerprint_as_its_bytes_from_anywhere_else(int length)
    {
        // Sequences of two bytes, cut by the end of a piece and of the file.
        var bytes = Encoding.UTF8.GetBytes(new string('ä', (length + 1) / 2))[..length];
        var path = Path.Join(_folder.Path, "export.csv");
        await File.WriteAllBytesAsync(path, bytes, Token);

        var (ofFile, ofMemory) = (await OfFileAsync(path, long.MaxValue), await Fingerprint.OfAsync(new MemoryStream(bytes), long.MaxValue, Token));

        Assert.Equal(ofMemory, ofFile);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(bytes)), length, length % 2 == 0), (ofFile.Sha256, ofFile.Length, ofFile.IsUtf8));
    }

    [Fact]
    public async Task A_file_that_is_longer_than_allowed_is_refused()
    {
        var path = Path.Join(_folder.Path, "export.csv");
        await File.WriteAllBytesAsync(path, new byte[11], Token);
        await OfFileAsync(path, 11);
        await Assert.ThrowsAsync<ArchiveLimitException>(() => OfFileAsync(path, 10));
    }

    private static async Task<Fingerprint> OfFileAsync(string path, long limit)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        return await Fingerprint.OfAsync(file, limit, Token);
    }
}
