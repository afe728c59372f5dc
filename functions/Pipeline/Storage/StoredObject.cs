namespace Pipeline.Storage;

/// <summary>An object as a listing shows it.</summary>
public sealed record StoredObject(string Path, long Length, DateTimeOffset ModifiedAt);

/// <summary>What identifies one version of an object: an ETag or its like. Opaque.</summary>
public readonly record struct ObjectVersion(string Value);

/// <summary>The bytes of a small object, and the version they are.</summary>
public sealed record VersionedContent(ReadOnlyMemory<byte> Content, ObjectVersion Version);
