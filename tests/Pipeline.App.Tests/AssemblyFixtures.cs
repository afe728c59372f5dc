using Pipeline.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]
