using Pipeline.App.Security;

namespace Pipeline.App.Tests.Security;

public sealed class AuthenticationSettingsTests
{
    private const string Tenant = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0";

    [Theory]
    [InlineData("", "nobody is named who says who callers are")]
    [InlineData("PIPELINE_AUTHORITY=" + Tenant, "PIPELINE_AUDIENCE is not")]
    [InlineData("PIPELINE_AUTHORITY=http://login.example.com;PIPELINE_AUDIENCE=a", "no https address")]
    [InlineData("PIPELINE_AUTHORITY=gibberish;PIPELINE_AUDIENCE=a", "no https address")]
    [InlineData("PIPELINE_AUTHORITY=" + Tenant + ";PIPELINE_AUDIENCE=a;PIPELINE_NO_AUTHENTICATION=true", "take one of them away")]
    [InlineData("PIPELINE_AUTHORITY=" + Tenant + ";PIPELINE_AUDIENCE=a;PIPELINE_FUNCTION_KEY_SHA256=secret", "is not 64 hexadecimal digits")]
    public void Settings_that_would_leave_a_door_open_are_refused(string settings, string sentence)
    {
        var refusal = Assert.Throws<RefusalException>(() => Read(settings));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_authentication_is_only_for_loopback_and_never_for_azure()
    {
        Assert.True(Read("PIPELINE_NO_AUTHENTICATION=true").IsOpen);
        Assert.True(Read("PIPELINE_NO_AUTHENTICATION=true", isCustomHandler: true).IsOpen);
        Assert.Throws<RefusalException>(() => Read("PIPELINE_NO_AUTHENTICATION=true", isLoopback: false));
        Assert.Throws<RefusalException>(() => Read("PIPELINE_NO_AUTHENTICATION=true;WEBSITE_INSTANCE_ID=1", isCustomHandler: true));
        Assert.False(Read("PIPELINE_NO_AUTHENTICATION=1;PIPELINE_AUTHORITY=" + Tenant + ";PIPELINE_AUDIENCE=a").IsOpen);
    }

    [Fact]
    public void Functions_work_under_a_host_without_an_authority_and_the_api_is_closed() =>
        Assert.Equal((false, null), (Read("", isCustomHandler: true).IsOpen, Read("", isCustomHandler: true).Authority));

    [Fact]
    public void Several_audiences_may_be_named() =>
        Assert.Equal(["api://a", "b"], Read("PIPELINE_AUTHORITY=" + Tenant + ";PIPELINE_AUDIENCE=api://a, b").Audiences);

    private static AuthenticationSettings Read(string settings, bool isLoopback = true, bool isCustomHandler = false)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return AuthenticationSettings.Read(name => values.GetValueOrDefault(name), isOpen: false, isLoopback, isCustomHandler);
    }
}
