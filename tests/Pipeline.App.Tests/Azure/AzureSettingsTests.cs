using Pipeline.App.Azure;

namespace Pipeline.App.Tests.Azure;

public sealed class AzureSettingsTests
{
    private const string Keyed = "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("./lake", false)]
    [InlineData("/data/lake", false)]
    [InlineData("azurite", true)]
    [InlineData("./azurite", false)]
    [InlineData("https://acme.blob.core.windows.net", true)]
    public void Name_is_an_account_when_it_is_an_address_or_the_emulator(string lake, bool isAccount) => Assert.Equal(isAccount, AzureSettings.IsAccount(lake));

    [Fact]
    public void Address_of_blobs_leads_to_queues_and_tables_and_an_identity()
    {
        var account = Settings().OfLake("https://acme.blob.core.windows.net/");

        Assert.Equal("https://acme.queue.core.windows.net/", account.Queues.AbsoluteUri);
        Assert.Equal("https://acme.table.core.windows.net/", account.Tables.AbsoluteUri);
        Assert.Null(account.Key);
        Assert.NotNull(account.Identity);
    }

    [Fact]
    public void Connection_string_is_used_for_the_account_it_names_and_for_no_other()
    {
        var settings = Settings(("AZURE_STORAGE_CONNECTION_STRING", Keyed));

        Assert.Equal("acme", settings.OfLake("https://acme.blob.core.windows.net").Key!.Account);
        Assert.Null(settings.OfLake("https://other.blob.core.windows.net").Key);
    }

    [Fact]
    public void Emulator_is_on_its_usual_ports_unless_a_connection_string_says_otherwise()
    {
        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1", Settings().OfLake("azurite").Blobs.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", Settings(("Lake", "UseDevelopmentStorage=true")).OfLake("azurite").Tables.AbsoluteUri);
        Assert.Equal("https://acme.blob.core.windows.net/", Settings(("Lake", Keyed)).OfLake("azurite").Blobs.AbsoluteUri);
    }

    [Fact]
    public void Connection_of_an_identity_is_read_as_the_Functions_host_reads_it()
    {
        var byName = Settings(("Host__accountName", "acme"), ("Host__credential", "managedidentity"), ("Host__clientId", "c")).OfConnection("Host")!;
        var byService = Settings(("Host__queueServiceUri", "https://acme.queue.core.windows.net")).OfConnection("Host")!;

        Assert.Equal("https://acme.queue.core.windows.net/", byName.Queues.AbsoluteUri);
        Assert.Equal("https://acme.blob.core.windows.net/", byService.Blobs.AbsoluteUri);
        Assert.Equal("https://acme.queue.core.windows.net/", byService.Queues.AbsoluteUri);
        Assert.Equal("https://acme.table.core.windows.net/", byService.Tables.AbsoluteUri);
        Assert.Null(Settings().OfConnection("Host"));
    }

    [Theory]
    [InlineData("AccountName=acme", "has no AccountKey")]
    [InlineData("AccountName=acme;AccountKey=c2Vj*cmV0", "has no AccountKey in base64")]
    [InlineData("AccountKey=c2VjcmV0", "has no AccountName")]
    [InlineData("BlobEndpoint=https://acme.blob.core.windows.net;SharedAccessSignature=sv=c2VjcmV0", "shared access signature")]
    [InlineData("AccountName=acme;AccountKey=c2VjcmV0;BlobEndpoint=c2VjcmV0", "not an address")]
    public void Connection_string_that_cannot_be_used_is_refused_without_repeating_it(string text, string fault)
    {
        var refusal = Assert.Throws<RefusalException>(() => Settings(("Lake", text)).OfLake("azurite"));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2Vj", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_with_a_key_in_it_is_refused_without_repeating_the_key()
    {
        var refusal = Assert.Throws<RefusalException>(() => Settings().OfLake("https://acme.blob.core.windows.net/?sv=2024&sig=c2VjcmV0"));

        Assert.DoesNotContain("c2Vj", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_shown_as_text_hides_its_key() => Assert.DoesNotContain("c2Vj", Settings(("Lake", Keyed)).OfLake("azurite").ToString() + Settings(("Lake", Keyed)).OfLake("azurite").Key, StringComparison.Ordinal);

    private static AzureSettings Settings(params (string Name, string Value)[] settings) =>
        new(name => settings.FirstOrDefault(setting => setting.Name == name).Value);
}
