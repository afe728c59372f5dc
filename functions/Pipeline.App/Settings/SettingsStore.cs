using System.Security.Cryptography;
using System.Text;
using Pipeline.Parse.Declared;
using Pipeline.Storage;

namespace Pipeline.App.Settings;

/// <summary>Where a lake keeps its settings and its hash key.</summary>
public sealed class SettingsStore(IObjectStore store)
{
    /// <summary>The schema that editors read; written beside the settings.</summary>
    public const string SchemaFile = "pipeline.schema.json";

    /// <summary>The schema of the files of <c>sources/</c>; written beside the settings, and not into <c>sources/</c>, whose files are all declarations.</summary>
    public const string SourceSchemaFile = "source.schema.json";

    /// <summary>The lake's own random hash key, as 64 hexadecimal digits. A secret.</summary>
    public const string HashKeyFile = ".hash-key";

    private const int KeyBytes = 32;

    /// <summary>The JSON Schema of the settings file.</summary>
    public static ReadOnlyMemory<byte> Schema { get; } = ReadSchema();

    /// <summary>The settings of the lake, without a hash key; the defaults when there is no file.</summary>
    /// <exception cref="SettingsException">The file says something impossible.</exception>
    public async Task<LakeSettings> ReadAsync(CancellationToken cancellationToken)
    {
        var file = await store.TryReadAsync(SettingsReader.FileName, cancellationToken).ConfigureAwait(false);
        return file is null ? LakeSettings.Default : SettingsReader.Read(file.Content.Span);
    }

    /// <summary>The settings of the lake with the key to hash with: the configured one, else the lake's own, which is made on first use.</summary>
    /// <param name="newKey">Makes 32 random bytes; a test gives its own.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<LakeSettings> ReadWithKeyAsync(Func<byte[]> newKey, CancellationToken cancellationToken)
    {
        var settings = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var key = settings.ConfiguredHashKey is { } text ? Encoding.UTF8.GetBytes(text) : await OwnKeyAsync(newKey, cancellationToken).ConfigureAwait(false);
        return settings.WithHashKey(key);
    }

    /// <summary>32 random bytes from the operating system.</summary>
    public static byte[] RandomKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>Writes the settings file with every default, and the schemas beside it.</summary>
    /// <returns><see langword="false"/>, with nothing written, when there is a settings file.</returns>
    public async Task<bool> InitializeAsync(CancellationToken cancellationToken)
    {
        var file = SettingsReader.Write(SettingsDefaults.File with { Schema = "./" + SchemaFile });
        var isNew = await store.TryCreateAsync(SettingsReader.FileName, (stream, token) => stream.WriteAsync(file, token).AsTask(), cancellationToken).ConfigureAwait(false);
        if (!isNew) { return false; }
        await WriteSchemaAsync(SchemaFile, Schema, cancellationToken).ConfigureAwait(false);
        await WriteSchemaAsync(SourceSchemaFile, DeclarationSchema.Write(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task WriteSchemaAsync(string path, ReadOnlyMemory<byte> schema, CancellationToken cancellationToken)
    {
        var there = await store.TryReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (there is not null && there.Content.Span.SequenceEqual(schema.Span)) { return; }
        await store.TryReplaceAsync(path, schema, there?.Version, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> OwnKeyAsync(Func<byte[]> newKey, CancellationToken cancellationToken)
    {
        // Create-once decides between two programs that start together; both then use what is there.
        if (await store.TryReadAsync(HashKeyFile, cancellationToken).ConfigureAwait(false) is null)
        {
            var key = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(newKey()));
            await store.TryCreateAsync(HashKeyFile, (stream, token) => stream.WriteAsync(key, token).AsTask(), cancellationToken).ConfigureAwait(false);
        }

        var stored = await store.TryReadAsync(HashKeyFile, cancellationToken).ConfigureAwait(false) ?? throw new ObjectNotFoundException(HashKeyFile);
        var digits = Encoding.ASCII.GetString(stored.Content.Span).Trim();
        return digits.Length == KeyBytes * 2 && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : throw new SettingsException($"{HashKeyFile}: is not {KeyBytes * 2} hexadecimal digits; restore it from a copy of the lake, or delete it and rebuild the facts from raw");
    }

    private static byte[] ReadSchema()
    {
        using var stream = typeof(SettingsStore).Assembly.GetManifestResourceStream(SchemaFile)
            ?? throw new InvalidOperationException($"the program was built without its resource '{SchemaFile}'");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
