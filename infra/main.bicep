// The pipeline on Azure, without a key or a password: one function app, its own storage account, and the lake's.
// What may happen where is decided by role and container; read modules/access.bicep for who may what.
targetScope = 'subscription'

@description('Name of the environment, such as production. Part of the name of the resource group and, hashed, of everything in it.')
@minLength(2)
@maxLength(32)
param environmentName string

@description('Region of all resources. Must offer the Flex Consumption plan.')
param location string

@description('How the accounts keep their copies. Zone-redundant where the region has zones.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageRedundancy string

@description('Memory of an instance in MB; processor cores follow: 0.25, 1, 2.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('How many instances may run at once: what a busy day can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Days for which deleted or replaced objects of the lake can be brought back.')
@minValue(7)
@maxValue(365)
param retentionDays int

@description('Days after which raw exports and quarantined rows move to the cool tier. They are never deleted by age: tables that name them must stay whole.')
@minValue(30)
param coolAfterDays int

@description('Days for which logs and traces are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int

@description('Application (client) id of the app registration whose tokens open the HTTP API. Empty: the program refuses every token.')
param apiClientId string

@description('Object ids of Entra groups that read published numbers: the containers facts, metrics and exports, nothing else.')
param readerGroupIds string[]

@description('Object ids of Entra groups that drop exports into the container landing.')
param uploaderGroupIds string[]

@description('Object ids of Entra groups that mend exports and keep the settings: they read quarantine and write the container settings, which holds the key of the hashes.')
param operatorGroupIds string[]

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-pipeline-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-pipeline-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

module lake 'modules/lake.bicep' = {
  scope: group
  params: {
    name: 'lake${token}'
    location: location
    tags: tags
    redundancy: storageRedundancy
    retentionDays: retentionDays
    coolAfterDays: coolAfterDays
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: 'host${token}'
    location: location
    tags: tags
    redundancy: storageRedundancy
  }
}

module access 'modules/access.bicep' = {
  scope: group
  params: {
    lakeName: lake.outputs.name
    lakeContainers: lake.outputs.containers
    hostStorageName: hostStorage.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    appPrincipalId: identity.outputs.principalId
    readerGroupIds: readerGroupIds
    uploaderGroupIds: uploaderGroupIds
    operatorGroupIds: operatorGroupIds
  }
}

module events 'modules/events.bicep' = {
  scope: group
  params: {
    topicName: 'evgt-pipeline-${token}'
    location: location
    tags: tags
    lakeName: lake.outputs.name
    hostStorageName: hostStorage.outputs.name
    queueName: hostStorage.outputs.exportsQueue
    deadLetterContainer: hostStorage.outputs.deadLetterContainer
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'func-pipeline-${token}'
    planName: 'plan-pipeline-${token}'
    location: location
    tags: tags
    identityName: identity.outputs.name
    lakeName: lake.outputs.name
    hostStorageName: hostStorage.outputs.name
    packageContainer: hostStorage.outputs.packageContainer
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    apiClientId: apiClientId
  }
  // The app reads its package with its role; without it the first start fails.
  dependsOn: [access]
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_TENANT_ID string = tenant().tenantId
output FUNCTION_APP_NAME string = app.outputs.name
output FUNCTION_APP_URL string = app.outputs.url
output LAKE_ACCOUNT_NAME string = lake.outputs.name
output LAKE_URL string = lake.outputs.blobUrl
