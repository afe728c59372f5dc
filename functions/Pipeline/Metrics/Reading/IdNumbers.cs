using System.Numerics;
using Pipeline.Metrics.Kept;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>Gives each distinct id a dense number, in order of first sight, for tables of millions. One writer at a time; readers only while nobody writes.</summary>
/// <remarks>
/// Of an id 128 bits of hash are kept instead of its text: some 24 bytes in all, where <see cref="Utf8Interner"/> needs 50 and keeps what can be shown. They are taken
/// for identity, as the merge of facts does with keys: that any two of 10⁹ ids share them has a chance of 10⁻²¹.
/// Slots are in the order of the hashes, so what is written in that order is taken in again, and a larger table filled from a smaller one, without jumping about in memory.
/// </remarks>
internal sealed class IdNumbers
{
    private const int Block = 64;

    private const ulong UpperHalf = 0xFFFFFFFF_00000000;
    private readonly GrowingArray<IdHash> _hashes = new(default);

    // The upper half of a hash beside the number + 1; 0 is free. The half tells others in the same slots apart, mostly without a look at their hashes, and says where its slot is.
    private ulong[] _slots = new ulong[256];

    /// <summary>How many distinct ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>The id of a number.</summary>
    public IdHash this[int number] => _hashes[number];

    /// <summary>Writes the number of every row's id into <paramref name="numbers"/>, a new one when it was not seen before; -1 for null.</summary>
    public void Intern(Column column, Span<int> numbers) => Map(column, numbers, add: true);

    /// <summary>The same, but ids that were never seen become -1 too.</summary>
    public void Find(Column column, Span<int> numbers) => Map(column, numbers, add: false);

    /// <summary>The number of an id, a new one when it was not seen before.</summary>
    public int Intern(IdHash id) => Number(id, add: true);

    /// <summary>The number of an id, or -1.</summary>
    public int Find(IdHash id) => Number(id, add: false);

    /// <summary>Makes room for more ids. Ids that come in the order of their hashes must find it: they would crowd the first slots of a table that still grows.</summary>
    public void Reserve(int more)
    {
        var slots = _slots.Length;
        while ((Count + more) * 4L > slots * 3L) { slots = checked(slots * 2); }
        if (slots > _slots.Length) { Rehash(slots); }
    }

    /// <summary>Writes the ids in the order of their hashes.</summary>
    /// <returns>Their numbers, in the order written.</returns>
    public int[] Save(KeptWriter writer) => Save(writer, [.. Enumerable.Range(0, Count)], number => _hashes[number]);

    /// <summary>Writes the ids of some numbers in the order of their hashes.</summary>
    /// <returns>The numbers, in the order written.</returns>
    public static int[] Save(KeptWriter writer, int[] numbers, Converter<int, IdHash> idOf)
    {
        Array.Sort(Array.ConvertAll(numbers, number => idOf(number).First), numbers);
        writer.WriteAll<IdHash>(Array.ConvertAll(numbers, idOf));
        return numbers;
    }

    /// <summary>Where an id is among those that were written in the order of their hashes, or -1.</summary>
    public static int Search(ReadOnlySpan<IdHash> ids, IdHash id)
    {
        int low = 0, high = ids.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ids[middle].First < id.First) { low = middle + 1; }
            else { high = middle; }
        }

        return SearchFrom(ids, low, id);
    }

    /// <summary>The same, where <paramref name="first"/> is the place of the first id whose hash is not lower.</summary>
    public static int SearchFrom(ReadOnlySpan<IdHash> ids, int first, IdHash id)
    {
        for (var place = first; place < ids.Length && ids[place].First == id.First; place++)
        {
            if (ids[place] == id) { return place; }
        }

        return -1;
    }

    private void Map(Column column, Span<int> numbers, bool add)
    {
        Span<IdHash> keys = stackalloc IdHash[Block];
        Span<int> found = stackalloc int[Block];
        Span<int> rows = stackalloc int[Block];
        var texts = column.Texts!;
        for (var row = 0; row < column.Count;)
        {
            var count = 0;
            for (; count < Block && row < column.Count; row++)
            {
                if (!column.HasValue(row))
                {
                    numbers[row] = -1;
                    continue;
                }

                var key = IdHash.Of(texts.Row(row));
                Prefetch.Of(ref _slots[HomeOf(key.First)]);
                keys[count] = key;
                rows[count++] = row;
            }

            Number(keys[..count], found[..count], add);
            for (var i = 0; i < count; i++) { numbers[rows[i]] = found[i]; }
        }
    }

    // A look-up costs two dependent cache misses in a large table. Asking for each of a block of ids ahead lets the processor wait for all of them at once.
    private void Number(ReadOnlySpan<IdHash> keys, Span<int> numbers, bool add)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            numbers[i] = Likely(keys[i].First);
            _hashes.Expect(numbers[i]);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (numbers[i] < 0 || _hashes[numbers[i]] != keys[i]) { numbers[i] = Number(keys[i], add); }
        }
    }

    /// <summary>The first number whose slot tells nothing else than this hash, or -1.</summary>
    private int Likely(ulong hash)
    {
        for (var slot = HomeOf(hash); _slots[slot] is not 0 and var taken; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (((taken ^ hash) & UpperHalf) == 0) { return NumberIn(taken); }
        }

        return -1;
    }

    private int Number(IdHash key, bool add)
    {
        var slot = HomeOf(key.First);
        for (; _slots[slot] is not 0 and var taken; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (((taken ^ key.First) & UpperHalf) == 0 && _hashes[NumberIn(taken)] == key) { return NumberIn(taken); }
        }

        if (!add) { return -1; }
        _hashes[Count] = key;
        _slots[slot] = (key.First & UpperHalf) | (uint)++Count;
        Reserve(0);
        return Count - 1;
    }

    private void Rehash(int slots)
    {
        var old = _slots;
        _slots = new ulong[slots];
        foreach (var taken in old)
        {
            if (taken == 0) { continue; }
            var slot = HomeOf(taken);
            while (_slots[slot] != 0) { slot = (slot + 1) & (slots - 1); }
            _slots[slot] = taken;
        }
    }

    private static int NumberIn(ulong slot) => unchecked((int)(uint)slot) - 1;

    private int HomeOf(ulong hash) => (int)(hash >> (64 - BitOperations.Log2((uint)_slots.Length)));
}

/// <summary>128 bits that stand for an id.</summary>
internal readonly record struct IdHash(ulong First, ulong Second)
{
    public static IdHash Of(ReadOnlySpan<byte> id)
    {
        var (first, second) = TextHash.Both(id);
        return new(first, second);
    }
}
