using System.IO.Compression;
using Pipeline.Testing;

namespace Pipeline.Tests.Parse.Excel;

public sealed class WorkbookTests
{
    [Fact]
    public async Task Sheet_is_read_like_a_text_file()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(SmallWorkbook.Of(
            ["A report"], ["id", "amount", "day", "text"], [17, 1234.5, 45631, "a, b"], ["x", 2, "2026-01-05", null], [null, null, null, null]));

        Assert.Equal(["17", "x"], outcome.Rows.Select(row => row["invoice_id"]));
        Assert.Equal(["1234.5", "2"], outcome.Rows.Select(row => row["total"]));
        Assert.Equal(["2024-12-05", "2026-01-05"], outcome.Rows.Select(row => row["issued_date"]));
        Assert.Equal(1, outcome.Counts.Excluded["blank_row"]);
    }

    [Fact]
    public async Task Identifier_with_more_digits_than_a_spreadsheet_keeps_is_rejected()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(SmallWorkbook.Of(["id", "amount"], [120210000000000000d, 1.5]));

        Assert.Equal("identifier_destroyed", Assert.Single(outcome.Rejections).Rule);
    }

    [Fact]
    public async Task Value_right_of_the_header_quarantines_its_row()
    {
        var outcome = await new Scenario(Declarations.Invoices).ReadAsync(SmallWorkbook.Of(["id", "amount"], [1, 1.5, null, "stray"], [2, 2.5]));

        Assert.Equal("ragged_row", Assert.Single(outcome.Rejections).Rule);
        Assert.Single(outcome.Rows);
    }

    [Fact]
    public async Task Zip_that_is_no_workbook_and_damaged_workbook_are_refused()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true)) { zip.CreateEntry("a.txt"); }
        var plain = await new Scenario(Declarations.Invoices).ReadAsync(bytes.ToArray());
        var damaged = await new Scenario(Declarations.Invoices).ReadAsync(SmallWorkbook.Of(["id", "amount"], [1, 1.5])[..300]);

        Assert.Equal("not_a_workbook", plain.Refused!.Code);
        Assert.Equal("damaged_workbook", damaged.Refused!.Code);
    }
}
