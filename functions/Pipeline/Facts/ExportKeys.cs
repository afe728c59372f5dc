namespace Pipeline.Facts;

/// <summary>What is kept of the keys of one export until they are merged: their hashes, or that they rise, or nothing.</summary>
internal sealed class ExportKeys(MergeMemory memory)
{
    private List<GroupedHashes>? _hashes = [];
    private RisingKeys? _rising;
    private bool _isBegun;

    /// <summary>The hashes, a row group each; <see langword="null"/> when some were not made or there was no room to keep them.</summary>
    public IReadOnlyList<GroupedHashes>? Hashes => _hashes;

    /// <summary>Whether the keys of all rows rise, so that none is there twice.</summary>
    public bool Rise => _rising is not null;

    /// <summary>Takes in the keys of the next rows.</summary>
    public void Add(PreparedRows rows)
    {
        _rising = _isBegun ? _rising?.Then(rows.Rising) : rows.Rising;
        _isBegun = true;
        if (_hashes is null || rows.KeyHashes is { Count: 0 }) { return; }
        if (rows.KeyHashes is { } hashes && memory.TryKeep(hashes.Count))
        {
            _hashes.Add(hashes);
            return;
        }

        // Without room, or without all of them, they are read again from the parts.
        memory.Forget(_hashes.Sum(block => block.Count));
        _hashes = null;
    }
}
