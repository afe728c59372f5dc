namespace Pipeline.Parse.Sources;

/// <summary>The labels of deal types that CRMs come with. Any other label is <c>other</c>.</summary>
internal static class DealTypes
{
    public static readonly LabelMap Labels = LabelMap.Of(
        ("New Business", "new"), ("newbusiness", "new"), ("New Customer", "new"), ("Nuevo negocio", "new"), ("Nuevo cliente", "new"), ("新業務", "new"),
        ("Existing Business", "expansion"), ("existingbusiness", "expansion"), ("Existing Customer - Upgrade", "expansion"), ("Upsell", "expansion"),
        ("Cross-Sell", "expansion"), ("Expansion", "expansion"), ("Add-On Business", "expansion"), ("Negocio existente", "expansion"), ("現有業務", "expansion"),
        ("Renewal", "renewal"), ("Existing Customer - Replacement", "renewal"), ("Renovación", "renewal"), ("續約", "renewal")).Otherwise("other");
}
