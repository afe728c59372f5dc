namespace Pipeline.Parse.Sources;

/// <summary>The files in which Data Loader says what it loaded and what it could not: they look like extracts and are none.</summary>
public static class SalesforceLoaderResults
{
    public static SourceDefinition Success { get; } = new()
    {
        Name = "salesforce-data-loader-success",
        System = "salesforce",
        Object = "success",
        Format = "sf_data_export",
        Signature = new()
        {
            All = [Salesforce.Id, Salesforce.LoadStatus],
            FirstRow = [Condition.Is(Salesforce.LoadStatus, "Item Created", "Item Updated", "Item Upserted", "Item Deleted", "Item Hard Deleted", "Item Undeleted")],
        },
        IgnoredBecause = "This is Data Loader's list of rows it loaded into Salesforce, not an extract. Export the object itself with Export or Export All.",
    };

    public static SourceDefinition Error { get; } = new()
    {
        Name = "salesforce-data-loader-error",
        System = "salesforce",
        Object = "error",
        Format = "sf_data_export",
        Signature = new() { All = [Salesforce.LoadError], AnyOf = [Salesforce.Id, Salesforce.Name], FirstRow = [Condition.HasValue(Salesforce.LoadError)] },
        IgnoredBecause = "This is Data Loader's list of rows it could not load, not an extract. Mend and load them in Salesforce, then export the object itself.",
    };
}
