using System.Buffers.Text;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Pipeline.Parse;
using Pipeline.Parse.Reading;

namespace Pipeline.Tests.Parse.Reading;

public sealed class KeyedHasherTests
{
    private static SourceDefinition Hashed => Declarations.Invoices with
    {
        Outputs = [Declarations.Invoices.Outputs[0] with { Columns = [.. Declarations.Invoices.Outputs[0].Columns.Where(mapping => mapping.Column != "description"), Pipeline.Parse.Read.KeyedHash("description", "text")] }],
    };

    [Fact]
    public void Lanes_hash_as_the_framework_does()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var key = new byte[random.Next(0, 100)];
            random.NextBytes(key);
            var hasher = new KeyedHasher(key);
            var texts = Enumerable.Range(0, Sha256Lanes.Count).Select(_ => new byte[random.Next(0, KeyedHasher.LongestText + 1)]).ToArray();
            for (var lane = 0; lane < texts.Length; lane++)
            {
                random.NextBytes(texts[lane]);
                hasher.Put(lane, texts[lane]);
            }

            var hashes = new byte[Sha256Lanes.Count * 16];
            hasher.Hash(hashes);
            Assert.True(texts.SelectMany(text => HMACSHA256.HashData(key, text)[..16]).SequenceEqual(hashes), $"seed {seed}");
        }
    }

    [Fact]
    public void Words_are_turned_as_one_by_one()
    {
        var blocks = new byte[Sha256Lanes.Count * Sha256Lanes.BlockBytes];
        new Random(29).NextBytes(blocks);
        var (expected, words) = (new Vector256<uint>[16], new Vector256<uint>[16]);
        LaneWords.LoadEach(blocks, expected);
        LaneWords.Load(blocks, words);
        Assert.Equal(expected, words);

        var (expectedHashes, hashes) = (new byte[Sha256Lanes.Count * 16], new byte[Sha256Lanes.Count * 16]);
        LaneWords.StoreEach(words.AsSpan(3, 4), expectedHashes);
        LaneWords.Store(words.AsSpan(3, 4), hashes);
        Assert.Equal(expectedHashes, hashes);
    }

    [Fact]
    public void Cells_are_put_in_lower_case()
    {
        var random = new Random(19);
        var (careful, fast) = (new KeyedHasher("key"u8), new KeyedHasher("key"u8));
        for (var length = 1; length <= KeyedHasher.LongestText; length++)
        {
            var cell = Enumerable.Range(0, length + ColumnCells.Room).Select(_ => (byte)random.Next(1, 128)).ToArray();
            var (expected, hashes) = (new byte[Sha256Lanes.Count * 16], new byte[Sha256Lanes.Count * 16]);
            for (var lane = 0; lane < Sha256Lanes.Count; lane++)
            {
                careful.Put(lane, System.Text.Encoding.ASCII.GetBytes(System.Text.Encoding.ASCII.GetString(cell, 0, length).ToLowerInvariant()));
                Assert.True(fast.TryPutLower(lane, cell.AsSpan(0, length)));
            }

            careful.Hash(expected);
            fast.Hash(hashes);
            Assert.Equal(expected, hashes);
            cell[random.Next(length)] = 0xC3;
            Assert.False(fast.TryPutLower(0, cell.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Hashes_are_written_as_the_framework_writes_them()
    {
        var random = new Random(23);
        var (hash, text) = (new byte[16], new byte[16]);
        for (var round = 0; round < 10_000; round++)
        {
            random.NextBytes(hash);
            KeyedHashReader.Encode(hash, text);
            Assert.Equal(Base64Url.EncodeToString(hash.AsSpan(0, 12)), System.Text.Encoding.ASCII.GetString(text));
        }
    }

    [Fact]
    public async Task Column_of_addresses_may_have_blanks_and_need_no_dictionary()
    {
        var text = new System.Text.StringBuilder("id,amount,text\n");
        for (var row = 0; row < 2000; row++) { text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row},1.50,{Address(row)}\n"); }
        var outcome = await new Scenario(Hashed).ReadAsync(text.ToString());

        for (var row = 0; row < 2000; row++)
        {
            var expected = Address(row).Length == 0 ? null : Base64Url.EncodeToString(HMACSHA256.HashData("test key"u8, System.Text.Encoding.ASCII.GetBytes(Address(row))).AsSpan(0, 12));
            Assert.Equal(expected, outcome.Rows[row].GetValueOrDefault("description"));
        }

        // Long addresses are hashed apart from the others.
        static string Address(int row) => row % 7 == 3 ? "" : row % 11 == 5 ? new string('a', 70) + row : "user" + row + "@example.com";
    }

    [Fact]
    public async Task Address_gives_the_same_hash_in_any_case_and_length()
    {
        var far = new string('a', 80) + "@Example.com";
        var outcome = await new Scenario(Hashed).ReadAsync($"id,amount,text\n1,1.50, Ann@Example.COM \n2,1.50,\n3,1.50,ann@example.com\n4,1.50,{far}\n5,1.50,ÜBER@x.de\n6,1.50,über@x.de\n");

        Assert.Equal(outcome.Rows[0]["description"], outcome.Rows[2]["description"]);
        Assert.Equal(Base64Url.EncodeToString(HMACSHA256.HashData("test key"u8, "ann@example.com"u8).AsSpan(0, 12)), outcome.Rows[0]["description"]);
        Assert.Equal(Base64Url.EncodeToString(HMACSHA256.HashData("test key"u8, System.Text.Encoding.UTF8.GetBytes(far.ToLowerInvariant())).AsSpan(0, 12)), outcome.Rows[3]["description"]);
        Assert.False(outcome.Rows[1].ContainsKey("description"));
        Assert.Equal(outcome.Rows[4]["description"], outcome.Rows[5]["description"]);
    }
}
