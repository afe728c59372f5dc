using System.Collections.Immutable;
using Pipeline.Parquet;

namespace Pipeline.Model;

/// <summary>The columns that every fact table ends with: whence a row came, and whether it still stands.</summary>
public static class Envelope
{
    public const string SourceSystem = "source_system";
    public const string SourceAccount = "source_account_id";
    public const string SourceObject = "source_object";
    public const string SourceFormat = "source_format";
    public const string FileId = "file_id";
    public const string RowNumber = "row_number";
    public const string SnapshotAt = "snapshot_at";
    public const string IsDeleted = "is_deleted";
    public const string DeletedAt = "deleted_at";

    /// <summary>In the order in which they follow a table's own columns.</summary>
    /// <remarks>
    /// <c>file_id</c> is the first 16 hexadecimal digits of the SHA-256 of the export; <c>row_number</c> counts data rows from 1;
    /// <c>snapshot_at</c> is the watermark of the export; a deleted row stays as a tombstone, and <c>deleted_at</c> says since when.
    /// </remarks>
    public static ImmutableArray<ColumnSchema> Columns { get; } =
    [
        new(SourceSystem, ColumnType.Text, Nullable: false),
        new(SourceAccount, ColumnType.Text, Nullable: false),
        new(SourceObject, ColumnType.Text, Nullable: false),
        new(SourceFormat, ColumnType.Text, Nullable: false),
        new(FileId, ColumnType.Text, Nullable: false),
        new(RowNumber, ColumnType.Int32, Nullable: false),
        new(SnapshotAt, ColumnType.Timestamp, Nullable: false),
        new(IsDeleted, ColumnType.Boolean, Nullable: false),
        new(DeletedAt, ColumnType.Timestamp),
    ];
}
