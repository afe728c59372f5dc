using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Pipeline.App.Telemetry;

/// <summary>Writes each event as one line of JSON: time, level, event, its values, and its sentence. Nothing in a value can begin a new line.</summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    private readonly Lock _door = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        // The writer is the program's.
    }

    private void Write(string line)
    {
        lock (_door)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, Options))
            {
                writer.WriteStartObject();
                writer.WriteString("at", provider.Clock.GetUtcNow());
                writer.WriteString("level", NameOf(logLevel));
                writer.WriteString("event", eventId.Name ?? category);
                WriteValues(writer, state);
                if (Activity.Current is { } span) { writer.WriteString("trace_id", span.TraceId.ToHexString()); }
                if (exception is not null) { writer.WriteString("fault", exception.GetType().Name); }
                writer.WriteString("message", formatter(state, exception));
                writer.WriteEndObject();
            }

            provider.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        }

        private static void WriteValues<TState>(Utf8JsonWriter writer, TState state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> values) { return; }
            foreach (var (name, value) in values)
            {
                if (name is "{OriginalFormat}") { continue; }
                var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
                switch (value)
                {
                    case int number: writer.WriteNumber(key, number); break;
                    case long number: writer.WriteNumber(key, number); break;
                    default: writer.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
                }
            }
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            _ => "error",
        };
    }

    private TimeProvider Clock { get; } = clock;
}
