using System.Collections.Immutable;

namespace Pipeline.App.Demo;

/// <summary>Somebody who may buy. All of them are invented; their domains end in <c>.example</c>, which nobody can own.</summary>
internal sealed record Prospect(int Number, string Name, string Domain, string Country, string FirstName, string LastName)
{
    public bool IsEuropean => Country is "ES" or "DE" or "FR";

    public string Currency => IsEuropean ? "EUR" : "USD";

    public string Email => $"{FirstName}.{LastName}@{Domain}".ToLowerInvariant();

    public string FullName => $"{FirstName} {LastName}";
}

/// <summary>How far a lead came.</summary>
internal enum LeadEnd
{
    Open,
    Working,
    Qualified,
    Rejected,
    Converted,
}

internal sealed record Lead(string Id, Prospect Prospect, DateTime CreatedAt, string Source, string OwnerId, LeadEnd End, DateTime ModifiedAt, Deal? Deal);

/// <summary>An opportunity with its history. Amounts are in cents of <see cref="Currency"/>.</summary>
internal sealed record Deal
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string ContactId { get; init; }

    public required Prospect Prospect { get; init; }

    public required string OwnerId { get; init; }

    public required string Source { get; init; }

    public required string CampaignId { get; init; }

    public required PricePlan Plan { get; init; }

    public required int Quantity { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>In order of time; the last is where the deal stands.</summary>
    public required ImmutableArray<DealChange> Changes { get; init; }

    public required DateOnly CloseDate { get; init; }

    public string Currency => Prospect.Currency;

    public string Stage => Changes[^1].Stage;

    public long Amount => Changes[^1].Amount;

    public bool IsWon => Stage is DealStages.Won;

    public bool IsClosed => Stage is DealStages.Won or DealStages.Lost;
}

internal sealed record DealChange(DateTime At, string Stage, long Amount, DateOnly CloseDate);

internal static class DealStages
{
    public const string Won = "Closed Won";
    public const string Lost = "Closed Lost";

    /// <summary>The open stages in order.</summary>
    public static ImmutableArray<string> Open { get; } = ["Prospecting", "Qualification", "Proposal/Price Quote", "Negotiation/Review"];

    public static int Probability(string stage) => stage switch
    {
        "Prospecting" => 10,
        "Qualification" => 25,
        "Proposal/Price Quote" => 50,
        "Negotiation/Review" => 75,
        Won => 100,
        _ => 0,
    };
}

/// <summary>What Harbor Desk sells. Prices are in cents for one seat and interval.</summary>
internal sealed record PricePlan(string Id, string Product, bool IsYearly, long Dollars, long Euros, int ChurnPermille)
{
    public static PricePlan Starter { get; } = new("starter-monthly", "Harbor Desk Starter", IsYearly: false, 4900, 4500, 42);

    public static PricePlan Team { get; } = new("team-monthly", "Harbor Desk Team", IsYearly: false, 9900, 9200, 24);

    public static PricePlan Business { get; } = new("business-monthly", "Harbor Desk Business", IsYearly: false, 19900, 18500, 14);

    public static PricePlan BusinessYearly { get; } = new("business-yearly", "Harbor Desk Business", IsYearly: true, 199000, 185000, 130);

    public static PricePlan EnterpriseYearly { get; } = new("enterprise-yearly", "Harbor Desk Enterprise", IsYearly: true, 480000, 446000, 90);

    public long Price(string currency) => currency is "EUR" ? Euros : Dollars;
}

internal sealed record BillingCustomer(string Id, Prospect Prospect, DateTime CreatedAt, string? AccountId)
{
    public string Currency => Prospect.Currency;
}

/// <summary>A subscription as the billing system shows it on the last day.</summary>
internal sealed record DemoSubscription
{
    public required string Id { get; init; }

    public required BillingCustomer Customer { get; init; }

    public required PricePlan Plan { get; init; }

    public required int Quantity { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? TrialEnd { get; init; }

    public DateTime? CanceledAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public required string Status { get; init; }

    public string CancelReason { get; init; } = "";

    /// <summary>When money first flows: the end of the trial, or the start.</summary>
    public DateTime PaidFrom => TrialEnd ?? StartedAt;

    public long Amount => Plan.Price(Customer.Currency) * Quantity;
}

/// <summary>An invoice for one service period, and how it was paid. Cents of the customer's currency.</summary>
internal sealed record DemoInvoice
{
    public required string Id { get; init; }

    public required int Number { get; init; }

    public required DemoSubscription Subscription { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required DateTime ServiceEnd { get; init; }

    public required long Subtotal { get; init; }

    public required long Tax { get; init; }

    /// <summary>paid, open or uncollectible.</summary>
    public required string Status { get; init; }

    public DateTime? PaidAt { get; init; }

    public string ChargeId { get; init; } = "";

    public long Refunded { get; init; }

    public DateTime? RefundedAt { get; init; }

    /// <summary>Whether the card was declined once before it worked.</summary>
    public bool WasDeclined { get; init; }

    public long Total => Subtotal + Tax;
}

/// <summary>What a campaign cost on a day, in hundredths of its account's currency.</summary>
internal sealed record DemoSpend(AdAccount Account, string CampaignId, string Campaign, DateOnly Day, long Cost, int Impressions, int Clicks, int Conversions);

internal sealed record AdAccount(string Channel, string Id, string Name, string Currency, DateOnly Start);
