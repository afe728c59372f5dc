namespace Pipeline.Deployment.Tests.Infra;

/// <summary>Who may what: each right is a built-in role at the narrowest scope.</summary>
public sealed class AccessTests(BicepSources infra)
{
    private const string Assignments = "Microsoft.Authorization/roleAssignments";

    // As published in the Azure built-in roles.
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["blobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["blobDataContributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["blobDataReader"] = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        ["queueDataContributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["queueDataMessageSender"] = "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a",
        ["tableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["monitoringMetricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
    };

    [Fact]
    public void Every_role_is_a_known_one_under_its_own_name()
    {
        var declared =
            from file in (string[])["modules/access.bicep", "modules/events.bicep"]
            from variable in infra.Files[file]["variables"]!.AsObject()
            where Guid.TryParse(variable.Value!.ToString(), out _)
            select (Name: variable.Key, Id: (string)variable.Value!);

        Assert.Equal(Roles.Keys.Order(StringComparer.Ordinal), declared.Select(role => role.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(declared, role => Assert.Equal(Roles[role.Name], role.Id));
    }

    [Theory]
    [InlineData("appOnLake", "lake::blobs::containers[index]", "blobDataContributor", "appPrincipalId")]
    [InlineData("appOnTelemetry", "applicationInsights", "monitoringMetricsPublisher", "appPrincipalId")]
    [InlineData("readersOnLake", "lake::blobs::readable[reading.index]", "blobDataReader", "reading.reader")]
    [InlineData("uploadersOnLanding", "lake::blobs::landing", "blobDataContributor", "uploader")]
    [InlineData("operatorsOnQuarantine", "lake::blobs::quarantine", "blobDataReader", "operator")]
    [InlineData("operatorsOnSettings", "lake::blobs::settings", "blobDataContributor", "operator")]
    [InlineData("topicOnQueue", "hostStorage::queueService::queue", "queueDataMessageSender", "topic.identity.principalId")]
    [InlineData("topicOnDeadLetters", "hostStorage::blobs::deadLetters", "blobDataContributor", "topic.identity.principalId")]
    [InlineData("appOnHostStorage", "hostStorage", "role", "appPrincipalId")]
    public void Assignment_gives_one_role_to_one_principal_at_its_scope(string name, string scope, string role, string principal)
    {
        var assignment = Assert.Single(infra.Of(Assignments), candidate => candidate.Name == name);

        Assert.Equal(scope, assignment.At("scope"));
        Assert.Equal($"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', {role})", assignment.At("properties.roleDefinitionId"));
        Assert.Equal(principal, assignment.At("properties.principalId"));
    }

    [Fact]
    public void There_are_no_other_assignments_and_none_without_a_scope()
    {
        var assignments = infra.Of(Assignments);

        Assert.Equal(9, assignments.Length);
        // Without a scope the role would count for the whole resource group.
        Assert.All(assignments, assignment => Assert.NotNull(assignment.At("scope")));
    }

    [Fact]
    public void Readers_see_published_numbers_and_never_raw_quarantine_or_settings()
    {
        var readable = infra.Files["modules/access.bicep"]["variables"]!["readableContainers"]!.AsArray().Select(name => (string)name!);

        Assert.Equal(["facts", "metrics", "exports"], readable);
    }

    [Fact]
    public void App_owns_only_what_the_host_keeps_for_itself()
    {
        var assignment = Assert.Single(infra.Of(Assignments), candidate => candidate.Name == "appOnHostStorage");

        Assert.Contains("for role in [blobDataOwner, queueDataContributor, tableDataContributor]", (string)assignment.Body["$loop"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(infra.Of(Assignments), candidate => candidate.Name != "appOnHostStorage" && (candidate.At("properties.roleDefinitionId")!.Contains("blobDataOwner", StringComparison.Ordinal) || candidate.At("scope") is "lake"));
    }

    [Fact]
    public void Events_of_landing_reach_the_queue_as_the_topics_own_identity_and_lost_ones_are_kept()
    {
        var subscription = infra.The("Microsoft.EventGrid/systemTopics/eventSubscriptions");

        Assert.Equal("SystemAssigned", infra.The("Microsoft.EventGrid/systemTopics").At("identity.type"));
        Assert.Equal("lake.id", infra.The("Microsoft.EventGrid/systemTopics").At("properties.source"));
        Assert.Equal("""["Microsoft.Storage.BlobCreated"]""", subscription.Body["properties"]!["filter"]!["includedEventTypes"]!.ToJsonString());
        Assert.Equal("/blobServices/default/containers/landing/blobs/", subscription.At("properties.filter.subjectBeginsWith"));
        Assert.Equal("SystemAssigned", subscription.At("properties.deliveryWithResourceIdentity.identity.type"));
        Assert.Equal("StorageQueue", subscription.At("properties.deliveryWithResourceIdentity.destination.endpointType"));
        Assert.Equal("SystemAssigned", subscription.At("properties.deadLetterWithResourceIdentity.identity.type"));
        Assert.Equal("StorageBlob", subscription.At("properties.deadLetterWithResourceIdentity.deadLetterDestination.endpointType"));
        // A destination outside deliveryWithResourceIdentity would be reached with a key.
        Assert.Null(subscription.At("properties.destination"));
        Assert.Null(subscription.At("properties.deadLetterDestination"));
    }
}
