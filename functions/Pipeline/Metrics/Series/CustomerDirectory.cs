using Pipeline.Metrics.Reading;
using Pipeline.Model;

namespace Pipeline.Metrics.Series;

/// <summary>Billing customers, and the keys by which CRM records are found for them.</summary>
internal sealed class CustomerDirectory
{
    private readonly GrowingArray<int> _emails = new(-1);
    private readonly GrowingArray<int> _domains = new(-1);
    private readonly GrowingArray<int> _accounts = new(-1);

    /// <summary>Numbers of customer ids; whoever reads billing tables adds to it.</summary>
    public Utf8Interner Ids { get; } = new();

    public LabelCandidates Emails { get; } = new();

    public LabelCandidates Domains { get; } = new();

    public LabelCandidates Accounts { get; } = new();

    /// <summary>Whether any customer has a key, so that leads need to be looked at.</summary>
    public bool HasKeys => Emails.Keys.Count + Domains.Keys.Count + Accounts.Keys.Count > 0;

    public static async Task<CustomerDirectory> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        var directory = new CustomerDirectory();
        await FactScan.ReadAsync(
            context.Facts, FactTables.Customer, ["customer_id", "email_hash", "domain", "external_crm_id"], directory.Take, cancellationToken).ConfigureAwait(false);
        return directory;
    }

    /// <summary>The earliest labelled record of a billing customer: of its account, else of its e-mail, else of its domain.</summary>
    public Candidate Find(int customer)
    {
        var byAccount = Accounts.Best(_accounts[customer]);
        if (byAccount.IsFound) { return byAccount; }
        var byEmail = Emails.Best(_emails[customer]);
        return byEmail.IsFound ? byEmail : Domains.Best(_domains[customer]);
    }

    private void Take(FactRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.IsDeleted(row)) { continue; }
            var customer = Ids.Intern(rows[0].Texts!.Row(row));
            if (rows[1].HasValue(row)) { _emails[customer] = Emails.Keys.Intern(rows[1].Texts!.Row(row)); }
            if (rows[2].HasValue(row)) { _domains[customer] = Domains.Keys.Intern(rows[2].Texts!.Row(row)); }
            if (rows[3].HasValue(row)) { _accounts[customer] = Accounts.Keys.Intern(rows[3].Texts!.Row(row)); }
        }
    }
}
