using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Parquet.Nested;

namespace Pipeline.Parquet.Tests.Nested;

public sealed class NestedFileTests
{
    private static readonly NestedField[] Fields =
    [
        NestedField.Struct(
            "a",
            new("text", NestedKind.Text),
            new("map", NestedKind.TextMap),
            new("small", NestedKind.Int32),
            NestedField.Struct("inner", new("list", NestedKind.TextList), new("flag", NestedKind.Boolean), new("large", NestedKind.Int64))),
        NestedField.Struct("b", new("map", NestedKind.TextMap), new("flag", NestedKind.Boolean)),
    ];

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":{"text":"","map":{},"small":-1,"inner":{"list":[],"flag":false,"large":9223372036854775807}}}""")]
    [InlineData("""{"a":{"text":"ş \" \\ 語","map":{"k":"v","":null,"l":""},"inner":{"list":["x","","y"]}}}""")]
    [InlineData("""{"a":{"inner":{}},"b":{"map":{"1":"2"}}}""")]
    [InlineData("""{"b":{"flag":true}}""")]
    public void Record_comes_back_as_it_was(string record) => Assert.Equal(record, Assert.Single(RoundTrip([record])));

    [Fact]
    public void Random_records_come_back_as_they_were_over_several_row_groups()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            List<string> records = [.. Enumerable.Range(0, seed == 0 ? 45_000 : 300).Select(_ => Record(random))];

            Assert.True(records.SequenceEqual(RoundTrip(records), StringComparer.Ordinal), $"seed {seed}");
        }
    }

    [Fact]
    public void File_without_records_has_none() => Assert.Empty(RoundTrip([]));

    [Fact]
    public void Members_that_the_schema_does_not_know_are_left_out_and_fields_that_the_file_lacks_are_absent()
    {
        var file = Write(["""{"a":{"text":"x","unknown":1},"c":2}"""]);
        NestedField[] others = [NestedField.Struct("a", new("text", NestedKind.Text), new("later", NestedKind.TextMap)), NestedField.Struct("z", new NestedField("q", NestedKind.Int64))];

        Assert.Equal("""{"a":{"text":"x"}}""", Assert.Single(Read(file, others)));
    }

    [Fact]
    public void Damage_anywhere_is_noticed()
    {
        var sound = Write([.. Enumerable.Range(0, 50).Select(i => $$$"""{"a":{"text":"row {{{i}}}","map":{"k":"{{{i * 7}}}"},"inner":{"large":{{{i}}} } } }""")]);
        var expected = Read(sound, Fields);
        for (var position = 0; position < sound.Length; position++)
        {
            var damaged = sound[..];
            damaged[position] ^= (byte)(1 << (position % 8));

            AssertNoticed(damaged, expected, $"byte {position}");
            if (position % 11 == 0) { AssertNoticed(sound[..position], expected, $"cut at {position}"); }
        }
    }

    [Fact]
    public void Column_of_another_type_is_refused()
    {
        var file = Write(["""{"a":{"text":"x"}}"""]);

        Assert.Throws<NotSupportedException>(() => Read(file, [NestedField.Struct("a", new NestedField("text", NestedKind.Int64))]));
    }

    [Fact]
    public async Task DuckDB_reads_what_we_write()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(
                path,
                Write(["""{"a":{"text":"x","map":{"k":"v","n":null},"small":7,"inner":{"list":["p","q"],"flag":true,"large":-5}}}""", """{"b":{"map":{}}}""", """{}"""]),
                TestContext.Current.CancellationToken);

            var rows = await Pipeline.Testing.Oracles.QueryAsync($"SELECT CAST(a AS VARCHAR), CAST(b AS VARCHAR), CAST(a.inner.large AS BIGINT) FROM read_parquet('{path}')");

            Assert.Equal("{'text': x, 'map': {k=v, n=NULL}, 'small': 7, 'inner': {'list': [p, q], 'flag': true, 'large': -5}}", rows[0]![0]!.GetValue<string>());
            Assert.Null(rows[0]![1]);
            Assert.Equal("{'map': {}, 'flag': NULL}", rows[1]![1]!.GetValue<string>());
            Assert.Null(rows[2]![0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertNoticed(byte[] file, List<string> expected, string what)
    {
        List<string> records;
        try
        {
            records = Read(file, Fields);
        }
        catch (Exception e) when (e is ParquetFormatException or NotSupportedException or EndOfStreamException or OverflowException or ArgumentException)
        {
            return;
        }

        Assert.True(expected.SequenceEqual(records, StringComparer.Ordinal), what + ": damage was believed");
    }

    private static string Record(Random random)
    {
        var record = new JsonObject();
        if (random.Next(3) > 0)
        {
            var a = new JsonObject();
            if (random.Next(2) == 0) { a["text"] = new string('x', random.Next(20)); }
            if (random.Next(2) == 0) { a["map"] = Map(random); }
            if (random.Next(2) == 0) { a["small"] = random.Next(); }
            if (random.Next(2) == 0) { a["inner"] = new JsonObject { ["list"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(i => (JsonNode?)$"{i}")]), ["flag"] = random.Next(2) == 0 }; }
            record["a"] = a;
        }

        if (random.Next(3) == 0) { record["b"] = new JsonObject { ["map"] = Map(random) }; }
        return record.ToJsonString();
    }

    private static JsonObject Map(Random random) =>
        new(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"k{i}", random.Next(3) == 0 ? null : (JsonNode?)$"{random.Next(100)}")));

    private static List<string> RoundTrip(List<string> records) => Read(Write(records), Fields);

    private static byte[] Write(List<string> records)
    {
        using var file = new MemoryStream();
        NestedFileWriter.Write(file, Fields, records.Select(record => JsonDocument.Parse(record).RootElement.Clone()));
        return file.ToArray();
    }

    private static List<string> Read(byte[] file, NestedField[] fields)
    {
        using var stream = new MemoryStream(file);
        return [.. NestedFileReader.Read(stream, fields).Select(record => Encoding.UTF8.GetString(record.Span))];
    }
}
