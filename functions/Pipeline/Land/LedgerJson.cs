using System.Text.Json.Serialization;
using Pipeline.Model;

namespace Pipeline.Land;

/// <summary>How ledger records are written down.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class LedgerJson : JsonSerializerContext;
