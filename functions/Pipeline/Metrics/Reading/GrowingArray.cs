namespace Pipeline.Metrics.Reading;

/// <summary>An array by dense number that grows as numbers come; slots not yet set hold a given value.</summary>
/// <remarks>It grows by chunks: doubling one array of millions would need three times its memory for a moment. A chunk that nothing was set in costs nothing.</remarks>
internal sealed class GrowingArray<T>(T unset)
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;
    private T[]?[] _chunks = [];

    public T this[int index]
    {
        get => unchecked((uint)index >> ChunkBits) < (uint)_chunks.Length && _chunks[index >> ChunkBits] is { } chunk ? chunk[index & (ChunkLength - 1)] : unset;
        set
        {
            if (unchecked((uint)index >> ChunkBits) < (uint)_chunks.Length && _chunks[index >> ChunkBits] is { } chunk) { chunk[index & (ChunkLength - 1)] = value; }
            else if (!EqualityComparer<T>.Default.Equals(value, unset)) { Add(index, value); }
        }
    }

    /// <summary>Says that a slot will be looked at soon.</summary>
    public void Expect(int index)
    {
        if (unchecked((uint)index >> ChunkBits) < (uint)_chunks.Length && _chunks[index >> ChunkBits] is { } chunk) { Prefetch.Of(ref chunk[index & (ChunkLength - 1)]); }
    }

    private void Add(int index, T value)
    {
        var position = index >> ChunkBits;
        if (position >= _chunks.Length) { Array.Resize(ref _chunks, Math.Max(position + 1, _chunks.Length * 2)); }
        var chunk = new T[ChunkLength];
        Array.Fill(chunk, unset);
        chunk[index & (ChunkLength - 1)] = value;
        _chunks[position] = chunk;
    }
}
