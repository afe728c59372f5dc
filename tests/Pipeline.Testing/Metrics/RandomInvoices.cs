using Pipeline.Model;
using static Pipeline.Testing.Metrics.RandomWorld;

namespace Pipeline.Testing.Metrics;

/// <summary>Invoices, their lines, payments, credits, and the ledger.</summary>
internal static class RandomInvoices
{
    public static void Add(RandomWorld world)
    {
        var dice = world.Dice;
        var invoices = dice.Pick(1, world.Customers, 5 * world.Customers);
        for (var i = 1; i <= invoices; i++) { AddInvoice(world, i); }
        for (var i = dice.Pick(0, 1, world.Customers); i > 0; i--) { AddCredit(world, i, invoices); }
        for (var i = dice.Pick(1, 20, 300); i > 0; i--) { AddPosting(world, i); }
    }

    private static void AddInvoice(RandomWorld world, int number)
    {
        var dice = world.Dice;
        var issued = dice.Day();
        var currency = dice.Maybe(world.Currency(), 0.1);
        var isCredit = dice.Chance(0.05);
        var total = dice.Amount(3000) * (isCredit ? -1 : 1);
        var (start, end) = Period(dice, issued);
        world.Add(FactTables.Invoice, new()
        {
            ["invoice_id"] = Id("n", number),
            ["customer_id"] = world.Customer(),
            ["plan_id"] = dice.Maybe(Id("p", dice.Between(1, 7)), 0.5),
            ["type"] = isCredit ? "credit_invoice" : "invoice",
            ["status"] = dice.Pick("paid", "paid", "paid", "open", "draft", "void", "uncollectible", "refunded"),
            ["issued_date"] = issued,
            ["currency"] = currency,
            ["subtotal"] = dice.Maybe(total, 0.3),
            ["discount"] = dice.Maybe(dice.Amount(20), 0.6),
            ["tax"] = dice.Maybe(dice.Amount(100), 0.5),
            ["total"] = total,
            ["service_start"] = start,
            ["service_end"] = end,
        });
        for (var line = dice.Pick(0, 0, 1, 2, 3); line > 0; line--) { AddLine(world, number, (line, issued, currency)); }
        if (dice.Chance(0.3))
        {
            world.Add(FactTables.Payment, new()
            {
                ["payment_id"] = Id("y", number),
                ["status"] = "succeeded",
                ["paid_at"] = dice.Instant(issued.AddDays(dice.Between(0, 40))),
                ["amount"] = total,
            });
        }
    }

    private static void AddLine(RandomWorld world, int invoice, (int Number, DateOnly Issued, object? Currency) line)
    {
        var dice = world.Dice;
        var (start, end) = Period(dice, line.Issued);
        world.Add(FactTables.InvoiceLine, new()
        {
            ["invoice_id"] = Id("n", invoice),
            ["line_id"] = Id("x", line.Number),
            ["plan_id"] = dice.Maybe(Id("p", dice.Between(1, 7)), 0.3),
            ["line_type"] = dice.Pick("recurring", "recurring", "one_time", "usage", "proration", "discount", "tax", "credit"),
            ["amount"] = dice.Amount(1200, dice.Pick(2, 6)),
            ["currency"] = dice.Maybe(line.Currency, 0.2),
            ["service_start"] = start,
            ["service_end"] = end,
        });
    }

    /// <summary>None, a month, a year, earlier than the invoice, half open, empty, or the wrong way round.</summary>
    private static (object? Start, object? End) Period(Dice dice, DateOnly issued) => dice.Between(0, 8) switch
    {
        0 or 1 => (null, null),
        2 or 3 => (issued, issued.AddMonths(1)),
        4 => (issued, issued.AddYears(1)),
        5 => (issued.AddDays(-20), issued.AddDays(11)),
        6 => (issued.AddDays(3), issued.AddDays(4)),
        7 => (issued, dice.Maybe(issued, 0.5)),
        _ => (issued, issued.AddDays(-7)),
    };

    private static void AddCredit(RandomWorld world, int number, int invoices)
    {
        var dice = world.Dice;
        world.Add(FactTables.CreditRefund, new()
        {
            ["credit_id"] = Id("k", number),
            ["kind"] = dice.Pick("refund", "refund", "credit_note", "chargeback", "adjustment"),
            ["invoice_id"] = Id("n", dice.Between(1, invoices)),
            ["occurred_at"] = dice.Instant(),
            ["amount"] = dice.Amount(200),
            ["currency"] = dice.Maybe(world.Currency(), 0.1),
            ["status"] = dice.Pick("succeeded", "succeeded", "failed", "canceled", null),
            ["affects"] = dice.Pick("revenue", "cash", "both", "balance_only"),
            ["evidence"] = "native_row",
        });
    }

    private static void AddPosting(RandomWorld world, int number)
    {
        var dice = world.Dice;
        world.Add(FactTables.LedgerEntry, new()
        {
            ["entry_id"] = Id("g", number),
            ["line_number"] = 1,
            ["posting_date"] = dice.Day(),
            ["revenue_class"] = dice.Pick("sales", "sales", "interest", "investment", "royalty", "other", "excluded"),
            ["amount"] = dice.Amount(5000),
            ["currency"] = dice.Maybe(world.Currency(), 0.1),
        });
    }
}
