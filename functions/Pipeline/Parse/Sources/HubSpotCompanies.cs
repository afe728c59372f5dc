using Pipeline.Model;

namespace Pipeline.Parse.Sources;

/// <summary>HubSpot companies: one row per company.</summary>
public static class HubSpotCompanies
{
    private static readonly Header Name = ["Company name", "Nombre de la empresa", "公司名稱", "name", "property_name"];
    private static readonly Header Domain = ["Company Domain Name", "Nombre de dominio de la empresa", "公司網域名稱", "domain", "property_domain"];
    private static readonly Header Industry = ["Industry", "Sector", "產業", "property_industry"];
    private static readonly Header Employees = ["Number of Employees", "Número de empleados", "員工人數", "property_numberofemployees"];
    private static readonly Header Country = ["Country/Region", "País/región", "國家/地區", "country", "property_country"];
    private static readonly Header OwnerName = ["Company owner", "Propietario de la empresa", "公司負責人"];
    private static readonly Header OwnerId = ["hubspot_owner_id", "property_hubspot_owner_id"];
    private static readonly Header NotCompany = ["Email", "Correo", "Correo electrónico", "電子郵件", "Deal Stage", "Etapa del negocio", "交易階段", "ticket_id"];

    public static SourceDefinition Labels { get; } = HubSpot.Export(
        "companies",
        "company",
        new() { All = [HubSpot.Record, Name], AnyOf = [Domain, Industry, OwnerName, Employees], None = [NotCompany] },
        Company(HubSpot.Record, Read.KeyedHash("owner_id", OwnerName)));

    public static SourceDefinition InternalNames { get; } = HubSpot.Export(
        "companies-internal-names",
        "company",
        new() { All = [HubSpot.ObjectId, Name, Domain], None = [NotCompany] },
        Company(HubSpot.ObjectId, Read.Id("owner_id", OwnerId)));

    public static SourceDefinition Replicated { get; } = HubSpot.Replicated(
        "company",
        "company",
        new() { All = [HubSpot.ReplicatedId, HubSpot.Synced, ["property_name"]], AnyOf = [["property_domain"], ["property_industry"], ["property_numberofemployees"]] },
        Company(HubSpot.ReplicatedId, Read.Id("owner_id", OwnerId)));

    private static Output Company(Header id, Mapping owner) => new()
    {
        Table = FactTables.Account,
        Columns =
        [
            Read.Id("account_id", id),
            Read.Text("name", Name),
            Read.FirstOfList("parent_account_id", "Parent Company ID", "Parent Company IDs", "hs_parent_company_id", "property_hs_parent_company_id"),
            Read.WebDomain("domain", Domain),
            Read.Text("industry", Industry),
            Read.Text("country", Country),
            owner,
            Read.Integer("employees", Employees),
            Read.Text("type", "Type", "Tipo", "類型", "property_type"),
            Read.InstantOrDay("created_at", HubSpot.CreateDate),
            HubSpot.Deletion,
        ],
    };
}
