namespace Pipeline.Parse.Json;

/// <summary>Where the objects of a JSON file are.</summary>
internal enum JsonShape
{
    /// <summary>One after another: JSON lines, or a single object.</summary>
    Sequence,

    /// <summary>In an array.</summary>
    Array,

    /// <summary>In the array <c>data</c> of one object, as APIs return lists.</summary>
    List,
}
