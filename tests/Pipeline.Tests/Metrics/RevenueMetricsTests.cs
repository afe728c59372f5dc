using Pipeline.Testing;
using static Pipeline.Model.FactTables;

namespace Pipeline.Tests.Metrics;

public sealed class RevenueMetricsTests
{
    private const string InvoiceColumns = "invoice_id, customer_id, plan_id, type, status, issued_date, currency, subtotal, discount, tax, total, service_start, service_end";

    private const string LineColumns = "invoice_id, line_id, plan_id, line_type, amount, currency, service_start, service_end";

    [Fact]
    public async Task Revenue_is_earned_day_by_day_and_the_last_day_takes_the_rest()
    {
        var facts = new InMemoryFacts().Add(Invoice, InvoiceColumns, "i1, c1, pro, invoice, paid, 2024-02-28, , 100, , 19, 119, 2024-02-28, 2024-03-02", "i2, c1, , invoice, open, 2024-03-05, , , , 1, 11, , ");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("33.3333 n1", computed["2024-02-29", "revenue_sales"]);
        Assert.Equal("33.3334 n1", computed["2024-03-01", "revenue_sales", "plan/pro"]);
        Assert.Equal("0 n0", computed["2024-03-02", "revenue_sales"]);
        Assert.Equal("10 n1", computed["2024-03-05", "revenue_sales", "plan/unknown"]);
        Assert.Equal("100 n1", computed["2024-02-28", "billings"]);
        Assert.Equal("10 n1", computed["2024-03-05", "billings", "currency/USD"]);
    }

    [Fact]
    public async Task Lines_replace_the_invoice_take_its_currency_and_leave_out_tax()
    {
        var facts = new InMemoryFacts().Add(Invoice, InvoiceColumns, "i1, c1, pro, invoice, paid, 2024-01-01, EUR, 100, , , 119, , ", "i2, c1, pro, invoice, void, 2024-01-01, EUR, 100, , , 119, , ",
                "i3, c1, pro, invoice, refunded, 2024-01-02, EUR, 7, , , 7, , ", "i4, c1, pro, invoice, paid, 2024-01-02, EUR, 7, , , 7, , ")
            .Add(InvoiceLine, LineColumns, "i1, 1, a, recurring, 60, , 2024-01-01, 2024-01-04", "i1, 2, b, one_time, 40, EUR, , ", "i1, 3, b, tax, 19, , , ", "i2, 1, a, recurring, 60, , , ",
                "i4, 1, a, tax, 1, , , ", "i9, 1, a, recurring, 60, , , ")
            .Add(FxRate, "from_currency, to_currency, rate_date, rate", "EUR, USD, 2024-01-01, 1.5", "EUR, USD, 2024-01-02, 2");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("90 n2", computed["2024-01-01", "revenue_sales"]);
        Assert.Equal("30 n1", computed["2024-01-02", "revenue_sales"]);
        Assert.Equal("30 n1", computed["2024-01-02", "revenue_sales", "plan/a"]);
        Assert.Equal("20 n1", computed["2024-01-02", "revenue_sales", "currency/EUR"]);
        Assert.Equal("60 n1", computed["2024-01-01", "revenue_sales", "plan/b"]);
        Assert.Equal("28 n2", computed["2024-01-02", "billings"]);
    }

    [Fact]
    public async Task Refunds_reduce_revenue_and_credit_notes_reduce_billings()
    {
        var facts = new InMemoryFacts().Add(Invoice, InvoiceColumns, "i1, c1, pro, invoice, paid, 2024-01-01, , 100, 10, , 90, , ")
            .Add(CreditRefund, "credit_id, kind, occurred_at, amount, status, affects", "r1, refund, 2024-01-02, 30, , both", "r2, refund, 2024-01-02, 30, failed, both", "r3, refund, 2024-01-02, 30, succeeded, cash",
                "r4, credit_note, 2024-01-03, 5, , revenue");
        var computed = await Computed.OfAsync(facts);
        Assert.Equal("90 n1", computed["2024-01-01", "billings"]);
        Assert.Equal("-30 n1", computed["2024-01-02", "revenue_sales", "plan/unknown"]);
        Assert.Equal("0 n0", computed["2024-01-02", "billings"]);
        Assert.Equal("-5 n1", computed["2024-01-03", "billings"]);
        Assert.Equal("-5 n1", computed["2024-01-03", "revenue_total", "revenue_class/sales"]);
    }

    [Fact]
    public async Task Ledger_adds_its_other_classes_and_its_sales_only_without_invoices()
    {
        const string columns = "entry_id, line_number, posting_date, revenue_class, amount, snapshot_at";
        string[] entries = ["e1, 1, 2024-01-01, sales, 70, 2024-01-01", "e1, 2, 2024-01-01, interest, 3, 2024-01-01", "e2, 1, 2024-01-02, excluded, 9, 2024-01-02"];
        var alone = await Computed.OfAsync(new InMemoryFacts().Add(LedgerEntry, columns, entries));
        Assert.Equal("70 n1", alone["2024-01-01", "revenue_sales"]);
        Assert.Equal("73 n2", alone["2024-01-01", "revenue_total"]);
        Assert.Equal("no_data n0", alone["2024-01-01", "billings"]);
        var beside = await Computed.OfAsync(new InMemoryFacts().Add(LedgerEntry, columns, entries).Add(Invoice, InvoiceColumns, "i1, c1, , invoice, paid, 2024-01-01, , 5, , , 5, , "));
        Assert.Equal("5 n1", beside["2024-01-01", "revenue_sales"]);
        Assert.Equal("8 n2", beside["2024-01-01", "revenue_total"]);
        Assert.Equal("3 n1", beside["2024-01-01", "revenue_total", "revenue_class/interest"]);
        Assert.EndsWith("no run-1 config-1 versions-1", beside.Lines[^1], StringComparison.Ordinal);
    }
}
