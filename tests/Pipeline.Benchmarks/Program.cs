using Pipeline.Benchmarks;

// Run by hand: dotnet run -c Release --project tests/Pipeline.Benchmarks -- parquet
return args switch
{
    ["parquet"] => ParquetBenchmark.Run(Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("say what to measure: parquet");
    return 2;
}
