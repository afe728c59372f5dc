using 'main.bicep'

// Sizes and days are those of the environment's file; what differs from company to company comes from the environment of azd: 'azd env set NAME VALUE'.
var sizes = {
  test: loadJsonContent('environments/test.json')
  production: loadJsonContent('environments/production.json')
}
var name = readEnvironmentVariable('AZURE_ENV_NAME')
var size = sizes[name]
var readers = readEnvironmentVariable('READER_GROUP_IDS', '')
var uploaders = readEnvironmentVariable('UPLOADER_GROUP_IDS', '')
var operators = readEnvironmentVariable('OPERATOR_GROUP_IDS', '')

param environmentName = name
param location = readEnvironmentVariable('AZURE_LOCATION')
param storageRedundancy = size.storageRedundancy
param instanceMemoryMB = size.instanceMemoryMB
param maximumInstanceCount = size.maximumInstanceCount
param retentionDays = size.retentionDays
param coolAfterDays = size.coolAfterDays
param logRetentionDays = size.logRetentionDays
param apiClientId = readEnvironmentVariable('API_CLIENT_ID', '')
param readerGroupIds = empty(readers) ? [] : split(readers, ',')
param uploaderGroupIds = empty(uploaders) ? [] : split(uploaders, ',')
param operatorGroupIds = empty(operators) ? [] : split(operators, ',')
