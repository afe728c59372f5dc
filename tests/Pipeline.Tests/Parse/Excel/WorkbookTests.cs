using System.IO.Compression;
using System.Text;

namespace Pipeline.Tests.Parse.Excel;

public sealed class WorkbookTests
{
    [Fact]
    public async Task Sheet_is_read_like_a_text_file()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(Workbook(
            ["A report"], ["id", "amount", "day", "text"], [17, 1234.5, 45631, "a, b"], ["x", 2, "2026-01-05", null], [null, null, null, null]));

        Assert.Equal(["17", "x"], outcome.Rows.Select(row => row["invoice_id"]));
        Assert.Equal(["1234.5", "2"], outcome.Rows.Select(row => row["total"]));
        Assert.Equal(["2024-12-05", "2026-01-05"], outcome.Rows.Select(row => row["issued_date"]));
        Assert.Equal(1, outcome.Counts.Excluded["blank_row"]);
    }

    [Fact]
    public async Task Identifier_with_more_digits_than_a_spreadsheet_keeps_is_rejected()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(Workbook(["id", "amount"], [120210000000000000d, 1.5]));

        Assert.Equal("identifier_destroyed", Assert.Single(outcome.Rejections).Rule);
    }

    [Fact]
    public async Task Value_right_of_the_header_quarantines_its_row()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(Workbook(["id", "amount"], [1, 1.5, null, "stray"], [2, 2.5]));

        Assert.Equal("ragged_row", Assert.Single(outcome.Rejections).Rule);
        Assert.Single(outcome.Rows);
    }

    [Fact]
    public async Task Zip_that_is_no_workbook_and_damaged_workbook_are_refused()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true)) { Write(zip, "a.txt", "text"); }
        var plain = await new Scenario(Declarations.Invoices).ReadAsync(bytes.ToArray());
        var damaged = await new Scenario(Declarations.Invoices).ReadAsync(Workbook(["id", "amount"], [1, 1.5])[..300]);

        Assert.Equal("not_a_workbook", plain.Refused!.Code);
        Assert.Equal("damaged_workbook", damaged.Refused!.Code);
    }

    /// <summary>The smallest workbook that holds these cells.</summary>
    private static byte[] Workbook(params object?[][] rows)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Write(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Write(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hoja1" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Write(zip, "xl/worksheets/sheet1.xml", Sheet(rows));
        }

        return bytes.ToArray();
    }

    private static string Sheet(object?[][] rows)
    {
        var text = new StringBuilder("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        for (var row = 0; row < rows.Length; row++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Length; column++)
            {
                var reference = $"{(char)('A' + column)}{row + 1}";
                text.Append(rows[row][column] switch
                {
                    null => $"<c r=\"{reference}\"/>",
                    string value => $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{value}</t></is></c>",
                    var number => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<c r=\"{reference}\"><v>{number}</v></c>"),
                });
            }

            text.Append("</row>");
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
