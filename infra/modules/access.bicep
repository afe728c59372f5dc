// Who may what. Every right is a built-in role at the narrowest scope that does: a container of the lake, or the host's own account.

param lakeName string
param lakeContainers string[]
param hostStorageName string
param applicationInsightsName string
param appPrincipalId string
param readerGroupIds string[]
param uploaderGroupIds string[]
param operatorGroupIds string[]

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var blobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// Readers see published numbers. Raw exports, quarantined rows, settings (with the key of the hashes) and the ledger are not theirs.
var readableContainers = ['facts', 'metrics', 'exports']

resource lake 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: lakeName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource containers 'containers' existing = [
      for container in lakeContainers: {
        name: container
      }
    ]

    resource readable 'containers' existing = [
      for container in readableContainers: {
        name: container
      }
    ]

    resource landing 'containers' existing = {
      name: 'landing'
    }

    resource quarantine 'containers' existing = {
      name: 'quarantine'
    }

    resource settings 'containers' existing = {
      name: 'settings'
    }
  }
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostStorageName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource appOnLake 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in lakeContainers: {
    name: guid(lake.id, container, appPrincipalId, blobDataContributor)
    scope: lake::blobs::containers[index]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource appOnHostStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataOwner, queueDataContributor, tableDataContributor]: {
    name: guid(hostStorage.id, appPrincipalId, role)
    scope: hostStorage
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource appOnTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, appPrincipalId, monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

var readings = flatten(map(
  readerGroupIds,
  reader => map(range(0, length(readableContainers)), index => { reader: reader, index: index })
))

resource readersOnLake 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reading in readings: {
    name: guid(lake.id, readableContainers[reading.index], reading.reader, blobDataReader)
    scope: lake::blobs::readable[reading.index]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataReader)
      principalId: reading.reader
      principalType: 'Group'
    }
  }
]

resource uploadersOnLanding 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for uploader in uploaderGroupIds: {
    name: guid(lake.id, 'landing', uploader, blobDataContributor)
    scope: lake::blobs::landing
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: uploader
      principalType: 'Group'
    }
  }
]

resource operatorsOnQuarantine 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operatorGroupIds: {
    name: guid(lake.id, 'quarantine', operator, blobDataReader)
    scope: lake::blobs::quarantine
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataReader)
      principalId: operator
      principalType: 'Group'
    }
  }
]

resource operatorsOnSettings 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operatorGroupIds: {
    name: guid(lake.id, 'settings', operator, blobDataContributor)
    scope: lake::blobs::settings
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
      principalId: operator
      principalType: 'Group'
    }
  }
]
