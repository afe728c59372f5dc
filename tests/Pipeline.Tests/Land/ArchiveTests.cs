using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Land;
using Pipeline.Storage;

namespace Pipeline.Tests.Land;

public sealed class ArchiveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("archive-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Plain_file_is_itself()
    {
        var item = Assert.Single(await LookAsync("export.csv", "id,amount\n"u8.ToArray()));

        Assert.False(item.IsMember);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("id,amount\n"u8)), item.Export.Sha256);
    }

    [Fact]
    public async Task Members_of_a_zip_are_exports_with_their_own_hash()
    {
        var items = await LookAsync("weekly.zip", Zip(("Account.csv", "a"), ("folder/Lead.csv", "b"), ("__MACOSX/x", "c")));

        Assert.Equal(["Account.csv", "folder/Lead.csv"], items.Select(item => item.Export.Name));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("b"u8)), items[1].Export.Sha256);
        Assert.Equal("b", await TextAsync(items[1]));
    }

    [Fact]
    public async Task Member_of_a_gz_is_unpacked()
    {
        var item = Assert.Single(await LookAsync("deals.csv.gz", Gz("id,amount\n"u8.ToArray())));

        Assert.Equal(("deals.csv", "id,amount\n"), (item.Export.Name, await TextAsync(item)));
    }

    [Theory]
    [InlineData("../evil.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\..\\..\\evil.csv")]
    [InlineData("C:\\evil.csv")]
    public async Task Archive_whose_members_lead_out_of_it_is_refused(string name) =>
        Assert.NotNull(Assert.Single(await LookAsync("slip.zip", Zip((name, "x")))).RefusalCode);

    [Fact]
    public async Task Bombs_are_refused_without_being_unpacked_whole()
    {
        var zeros = new byte[50_000_000];
        var gz = Assert.Single(await LookAsync("bomb.gz", Gz(zeros)));
        var zip = Assert.Single(await LookAsync("bomb.zip", Zip(("zeros.csv", Encoding.ASCII.GetString(zeros)))));

        Assert.NotNull(gz.RefusalCode);
        Assert.NotNull(zip.RefusalCode);
    }

    [Fact]
    public async Task Archive_within_an_archive_is_refused() =>
        Assert.NotNull(Assert.Single(await LookAsync("outer.gz", Gz(Gz("id,amount\n"u8.ToArray())))).RefusalCode);

    [Fact]
    public async Task Damaged_archive_is_refused()
    {
        var random = new byte[5_000];
        new Random(1).NextBytes(random);
        Assert.NotNull(Assert.Single(await LookAsync("cut.zip", Zip(("a.csv", "x"))[..40])).RefusalCode);
        foreach (var length in new[] { 20, 2_000, 5_010 }) { Assert.NotNull(Assert.Single(await LookAsync("cut.gz", Gz(random)[..length])).RefusalCode); }
    }

    [Fact]
    public void Hostile_name_is_data_and_never_a_path()
    {
        var file = new LandingFile("../../etc/pass wd\n2026 INFO forged", DateTimeOffset.UnixEpoch, _ => Task.FromResult(Stream.Null));
        var item = new LandedItem(
            new Pipeline.Model.LandedExport { Sha256 = new string('a', 64), Name = file.Name, Length = 0, ModifiedAt = file.ModifiedAt, RawPath = "" }, file, new string('a', 64), file.OpenAsync);

        Assert.Matches("^raw/my-source/a{64}/[A-Za-z0-9._-]+$", Lander.RawPathOf(item, "my-source"));
    }

    private async Task<List<LandedItem>> LookAsync(string name, byte[] bytes)
    {
        var lander = new Lander(new FolderObjectStore(_folder.FullName));
        var items = new List<LandedItem>();
        var file = new LandingFile(name, DateTimeOffset.UnixEpoch, _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        await foreach (var item in lander.LookAsync(file, TestContext.Current.CancellationToken)) { items.Add(item); }
        return items;
    }

    private static async Task<string> TextAsync(LandedItem item)
    {
        using var reader = new StreamReader(await item.OpenAsync(TestContext.Current.CancellationToken));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Zip(params (string Name, string Text)[] members)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in members)
            {
                using var writer = zip.CreateEntry(name).Open();
                writer.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Gz(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var gz = new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true)) { gz.Write(content); }
        return bytes.ToArray();
    }
}
