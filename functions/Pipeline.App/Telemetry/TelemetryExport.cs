using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Pipeline.App.Telemetry;

/// <summary>Sends traces and metrics over OTLP while it lives; made only where a collector is named.</summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>The setting that names the collector, as everywhere in OpenTelemetry.</summary>
    public const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport(Uri collector)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("pipeline", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: true);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Instruments.Name).AddOtlpExporter(options => Set(options, collector, "v1/traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Instruments.Name).AddOtlpExporter(options => Set(options, collector, "v1/metrics")).Build();
    }

    /// <param name="collector">The address that the setting names.</param>
    // Apart, so that a server without a collector never loads what sends.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TelemetryExport Start(Uri collector) => new(collector);

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Set(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
