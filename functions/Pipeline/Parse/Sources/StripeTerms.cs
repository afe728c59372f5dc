namespace Pipeline.Parse.Sources;

/// <summary>What Stripe's words mean, the same in its dashboard files, its API and copies of it.</summary>
internal static class StripeTerms
{
    public const string System = "stripe";

    public static LabelMap SubscriptionStatus { get; } = LabelMap.Of(
        ("active", "active"), ("trialing", "trialing"), ("past_due", "past_due"), ("past due", "past_due"), ("canceled", "canceled"),
        ("cancelled", "canceled"), ("ended", "canceled"), ("unpaid", "unpaid"), ("paused", "paused"), ("incomplete", "incomplete"),
        ("incomplete_expired", "incomplete_expired"), ("incomplete expired", "incomplete_expired"), ("not_started", "future"), ("scheduled", "future"));

    public static LabelMap Interval { get; } = LabelMap.Of(
        ("day", "day"), ("daily", "day"), ("week", "week"), ("weekly", "week"), ("month", "month"), ("monthly", "month"),
        ("year", "year"), ("yearly", "year"), ("annual", "year"));

    /// <remarks>Very old exports have no status; there <c>paid</c> is true or false.</remarks>
    public static LabelMap InvoiceStatus { get; } = LabelMap.Of(
        ("draft", "draft"), ("open", "open"), ("paid", "paid"), ("void", "void"), ("voided", "void"), ("uncollectible", "uncollectible"),
        ("past due", "open"), ("true", "paid"), ("false", "open"));

    public static LabelMap PaymentStatus { get; } = LabelMap.Of(
        ("succeeded", "succeeded"), ("paid", "succeeded"), ("captured", "succeeded"), ("refunded", "succeeded"), ("partially refunded", "succeeded"),
        ("partial refund", "succeeded"), ("refund pending", "succeeded"), ("early fraud warning", "succeeded"), ("inquiry", "succeeded"),
        ("failed", "failed"), ("blocked", "failed"), ("pending", "pending"), ("processing", "pending"), ("uncaptured", "pending"),
        ("requires capture", "pending"), ("requires_capture", "pending"), ("requires payment method", "pending"), ("requires_payment_method", "pending"),
        ("requires confirmation", "pending"), ("requires_confirmation", "pending"), ("requires action", "pending"), ("requires_action", "pending"),
        ("incomplete", "pending"), ("disputed", "disputed"), ("dispute lost", "disputed"), ("dispute needs response", "disputed"),
        ("dispute under review", "disputed"), ("needs response", "disputed"), ("under review", "disputed"), ("dispute won", "succeeded"),
        ("canceled", "canceled"), ("cancelled", "canceled"));

    public static LabelMap RefundStatus { get; } = LabelMap.Of(
        ("succeeded", "succeeded"), ("pending", "pending"), ("requires_action", "pending"), ("failed", "failed"), ("canceled", "canceled"));

    public static LabelMap CreditNoteStatus { get; } = LabelMap.Of(("issued", "succeeded"), ("void", "canceled"));

    /// <summary>A refund that a credit note belongs to already reduces revenue; then the note only moves a balance.</summary>
    public static LabelMap CreditNoteAffects { get; } = LabelMap.Of(("revenue", "revenue")).Otherwise("balance_only");

    /// <summary>Money leaves when a dispute is opened and comes back when it is won; a warning never moves any.</summary>
    public static LabelMap DisputeStatus { get; } = LabelMap.Of(
        ("needs_response", "pending"), ("under_review", "pending"), ("lost", "succeeded"), ("won", "canceled"), ("prevented", "canceled"),
        ("warning_needs_response", "canceled"), ("warning_under_review", "canceled"), ("warning_closed", "canceled"));

    /// <summary>An empty meaning hands over to the next column.</summary>
    public static LabelMap LineType { get; } = LabelMap.Of(
        ("true", "proration"), ("false", ""), ("subscription", "recurring"), ("subscription_item_details", "recurring"),
        ("invoiceitem", "one_time"), ("invoice_item_details", "one_time")).Otherwise("one_time");

    public static LabelMap IsMetered { get; } = LabelMap.Of(("licensed", "false"), ("metered", "true"));

    public static Exclusion TestMode { get; } = new("test_mode", Condition.Is(["livemode"], "false"));
}
