using System.Text;
using Pipeline.Model;
using Pipeline.Parquet;
using Pipeline.Publish;

namespace Pipeline.Tests.Publish;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=SUM(A1:A9)", "'=SUM(A1:A9)")]
    [InlineData("+1 555 0100", "'+1 555 0100")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r=x\"")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("+7", "+7")]
    [InlineData("-", "'-")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("台灣 品牌", "台灣 品牌")]
    public void Text_becomes_a_cell_that_no_spreadsheet_runs(string text, string cell) => Assert.Equal(cell, CsvText.Escape(text));

    [Fact]
    public void Values_are_written_the_same_in_every_culture()
    {
        var schema = new TableSchema(
        [
            new("day", ColumnType.Date), new("at", ColumnType.Timestamp), new("amount", ColumnType.Decimal, true, 18, 4), new("value", ColumnType.Double),
            new("count", ColumnType.Int64), new("rank", ColumnType.Int32), new("flag", ColumnType.Boolean), new("text", ColumnType.Text),
        ]);
        var rows = new ColumnBatch(
            schema,
            [
                Column.OfDates([19905, 0], 2, [1]), Column.OfTimestamps([1_719_792_000_500_000, 0], 2, [1]), Column.OfDecimals([-1234567, 0], 2, [1]), Column.OfDoubles([0.1, 0], 2, [1]),
                Column.OfInt64s([long.MinValue, 0], 2, [1]), Column.OfInt32s([7, 0], 2, [1]), Column.OfBooleans([1, 0], 2, [1]), TextColumn.Of(["İ,ı", ""]),
            ],
            2);

        var csv = Encoding.UTF8.GetString(CsvText.Write(schema, [rows]));

        Assert.Equal("\uFEFFday,at,amount,value,count,rank,flag,text\r\n2024-07-01,2024-07-01T00:00:00.5Z,-123.4567,0.1,-9223372036854775808,7,true,\"İ,ı\"\r\n,,,,,,,\r\n", csv);
    }
}
