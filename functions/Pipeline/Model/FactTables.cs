using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>Every fact and dimension table of the lake. The authority on names, types and keys.</summary>
/// <remarks>
/// Amounts are DECIMAL(18,6) in major units of the row's currency; <c>currency_assumed</c> is true where the export did not name one.
/// <c>*_at</c> is an instant in UTC, <c>*_date</c> a calendar date of the source. Texts of closed sets are lower case.
/// </remarks>
public static partial class FactTables
{
    public static FactTable Account { get; } = Table("account", ["account_id"],
        Text("account_id", false), Text("name"), Text("parent_account_id"), Text("domain"), Text("industry"), Text("country"), Text("owner_id"),
        Integer("employees"), Text("type"), Instant("created_at"), Text("merged_into_id"));

    public static FactTable Contact { get; } = Table("contact", ["contact_id"],
        Text("contact_id", false), Text("account_id"), Text("email_hash"), Text("domain"), Text("first_touch_source"), Instant("created_at"),
        Text("merged_into_id"));

    /// <summary>Sales people: their ids and teams, never their names.</summary>
    public static FactTable User { get; } = Table("user", ["user_id"],
        Text("user_id", false), Text("manager_id"), Text("team"), Text("region"), Flag("is_active"), Text("default_currency"));

    public static FactTable Campaign { get; } = Table("campaign", ["campaign_id"],
        Text("campaign_id", false), Text("parent_campaign_id"), Text("name"), Text("channel"), Text("status"), Date("start_date"), Date("end_date"),
        Money("budget"), Money("actual_cost"), Text("currency"), Flag("currency_assumed"));

    /// <summary>A lead, or a contact that is worked as one.</summary>
    /// <remarks><c>opportunity_id</c>, <c>account_id</c>, <c>contact_id</c>: what it was converted to. <c>email_hash</c> is keyed.</remarks>
    public static FactTable Lead { get; } = Table("lead", ["lead_id"],
        Text("lead_id", false), Text("kind"), Instant("created_at"), Text("source"), Text("source_detail"), Text("campaign_id"), Text("status"),
        Text("lifecycle_stage"), Text("owner_id"), Text("account_id"), Text("contact_id"), Text("opportunity_id"), Flag("is_converted"),
        Date("converted_date"), Text("country"), Integer("score"), Text("company"), Text("email_hash"), Text("domain"), Text("merged_into_id"));

    /// <summary>A lead entered a lifecycle stage.</summary>
    /// <remarks><c>stage</c>: subscriber, lead, mql, sql, opportunity, customer, evangelist, other, disqualified.</remarks>
    public static FactTable LifecycleEvent { get; } = Table("lifecycle_event", ["lead_id", "stage", "entered_at"],
        Text("lead_id", false), Text("stage", false), Instant("entered_at", false), Text("source_stage"), Text("evidence", false));

    /// <remarks><c>status</c>: open, won, lost. <c>probability</c> runs from 0 to 1. <c>close_date</c> is expected while open, actual once closed.</remarks>
    public static FactTable Opportunity { get; } = Table("opportunity", ["opportunity_id"],
        Text("opportunity_id", false), Text("name"), Text("account_id"), Text("contact_id"), Text("owner_id"), Text("campaign_id"), Text("pipeline"),
        Text("stage"), Text("status", false), Money("amount"), Text("currency"), Flag("currency_assumed"), Money("amount_company_currency"),
        Money("expected_amount"), Money("probability"), Instant("created_at"), Date("close_date"), Text("lost_reason"), Text("deal_type"),
        Text("lead_source"), Text("forecast_category"));

    /// <summary>An opportunity entered a stage; consecutive equal stages are one entry.</summary>
    /// <remarks><c>evidence</c>: event_log, field_history, date_entered_column, snapshot_diff.</remarks>
    public static FactTable OpportunityStageHistory { get; } = Table("opportunity_stage_history", ["opportunity_id", "entered_at", "to_stage"],
        Text("opportunity_id", false), Text("from_stage"), Text("to_stage", false), Instant("entered_at", false), Money("amount_at"),
        Date("close_date_at"), Text("changed_by"), Text("evidence", false));

    /// <summary>A sales target for one owner or team over [<c>period_start</c>, <c>period_end</c>).</summary>
    public static FactTable Quota { get; } = Table("quota", ["owner_id", "metric", "period_start", "period_end"],
        Text("owner_id", false), Text("metric", false), Date("period_start", false), Date("period_end", false), Money("target"), Text("currency"),
        Flag("currency_assumed"), Text("parent_id"), Flag("is_rollup"));

    /// <summary>What a channel cost on a day, at the finest report level exported for that account and day.</summary>
    /// <remarks><c>cost_type</c>: media, fees, people, tools, events. <c>report_level</c>: ad, ad_group, campaign, account.</remarks>
    public static FactTable MarketingSpendDaily { get; } = new("marketing_spend_daily", MergeRule.ReplaceCoveredDays, ["spend_date"],
        [
            Date("spend_date", false), Text("channel", false), Text("cost_type", false), Text("report_level", false), Text("campaign_id"),
            Text("campaign"), Text("ad_group_id"), Text("ad_id"), Money("cost", false), Text("currency", false), Flag("currency_assumed"),
            Integer("impressions"), Integer("clicks"), Money("conversions"), Money("conversion_value"), .. Envelope.Columns,
        ]);

    /// <summary>A response to a campaign.</summary>
    public static FactTable Touchpoint { get; } = Table("touchpoint", ["touch_id"],
        Text("touch_id", false), Text("kind", false), Text("lead_id"), Text("contact_id"), Text("account_id"), Text("campaign_id"),
        Instant("occurred_at", false), Text("channel"), Text("status"), Flag("is_response"));

    private static FactTable Table(string name, ImmutableArray<string> key, params ReadOnlySpan<ColumnSchema> columns) =>
        new(name, MergeRule.LatestByKey, key, [.. columns, .. Envelope.Columns]);

    private static ColumnSchema Text(string name, bool nullable = true) => new(name, ColumnType.Text, nullable);

    private static ColumnSchema Integer(string name) => new(name, ColumnType.Int64);

    private static ColumnSchema Flag(string name) => new(name, ColumnType.Boolean);

    private static ColumnSchema Date(string name, bool nullable = true) => new(name, ColumnType.Date, nullable);

    private static ColumnSchema Instant(string name, bool nullable = true) => new(name, ColumnType.Timestamp, nullable);

    private static ColumnSchema Money(string name, bool nullable = true) => new(name, ColumnType.Decimal, nullable, 18, 6);

    private static ColumnSchema Rate(string name) => new(name, ColumnType.Decimal, Nullable: false, 18, 9);
}
