using System.Globalization;

namespace Pipeline.App.Http;

/// <summary>JSON schemas of parameters.</summary>
internal static class Schemas
{
    public const string Day = """{"type":"string","format":"date"}""";
    public const string Text = """{"type":"string"}""";
    public const string RunId = """{"type":"string","pattern":"^[0-9a-f]{32}$"}""";
    public const string State = """{"type":"string","enum":["queued","running","done","refused","failed"]}""";
    public const string Format = """{"type":"string","enum":["json","csv"],"default":"json"}""";

    public static string Number(int least, int most, int otherwise) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"type":"integer","minimum":{{least}},"maximum":{{most}},"default":{{otherwise}}}""");

    public static string Length(int least, int most) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"string","minLength":{{least}},"maxLength":{{most}}}""");
}
