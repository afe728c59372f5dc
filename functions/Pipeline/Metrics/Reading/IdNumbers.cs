using System.Numerics;
using Pipeline.Metrics.Kept;
using Pipeline.Parquet;

namespace Pipeline.Metrics.Reading;

/// <summary>Gives each distinct id a dense number, in order of first sight, for tables of millions. One writer at a time; readers only while nobody writes.</summary>
/// <remarks>
/// Of an id 128 bits of hash are kept instead of its text: some 24 bytes in all, where <see cref="Utf8Interner"/> needs 50 and keeps what can be shown. They are taken
/// for identity, as the merge of facts does with keys: that any two of 10⁹ ids share them has a chance of 10⁻²¹.
/// Slots are in the order of the hashes, so what is written in that order is taken in again without jumping about in memory.
/// </remarks>
internal sealed class IdNumbers
{
    private const int Block = 64;

    // Below this many ids the table stays in the cache anyway.
    private const int LargeTable = 16_384;
    private readonly GrowingArray<IdHash> _hashes = new(default);

    // A number + 1; 0 is free.
    private int[] _slots = new int[256];

    // Keeps the reads of Touch from being optimised away.
    private ulong _touched;

    /// <summary>How many distinct ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>The id of a number.</summary>
    public IdHash this[int number] => _hashes[number];

    /// <summary>Writes the number of every row's id into <paramref name="numbers"/>, a new one when it was not seen before; -1 for null.</summary>
    public void Intern(Column column, Span<int> numbers) => Map(column, [], numbers, add: true);

    /// <summary>The same for the rows that are <paramref name="asked"/> for; -1 for the others.</summary>
    public void Intern(Column column, ReadOnlySpan<bool> asked, Span<int> numbers) => Map(column, asked, numbers, add: true);

    /// <summary>The same, but ids that were never seen become -1 too.</summary>
    public void Find(Column column, Span<int> numbers) => Map(column, [], numbers, add: false);

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
    public int[] Save(KeptWriter writer) => Save(writer, Count, number => _hashes[number]);

    /// <summary>Writes the ids of the numbers below <paramref name="count"/> in the order of their hashes.</summary>
    /// <returns>Their numbers, in the order written.</returns>
    public static int[] Save(KeptWriter writer, int count, Converter<int, IdHash> idOf)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Array.Sort(Array.ConvertAll(order, number => idOf(number).First), order);
        writer.WriteAll<IdHash>(Array.ConvertAll(order, idOf));
        return order;
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

    private void Map(Column column, ReadOnlySpan<bool> asked, Span<int> numbers, bool add)
    {
        Span<IdHash> keys = stackalloc IdHash[Block];
        Span<int> rows = stackalloc int[Block];
        numbers[..column.Count].Fill(-1);
        for (var row = 0; row < column.Count;)
        {
            var count = 0;
            for (; count < Block && row < column.Count; row++)
            {
                if (!column.HasValue(row) || (!asked.IsEmpty && !asked[row])) { continue; }
                rows[count] = row;
                keys[count++] = IdHash.Of(column.Texts!.Row(row));
            }

            Touch(keys[..count]);
            for (var i = 0; i < count; i++) { numbers[rows[i]] = Number(keys[i], add); }
        }
    }

    // A look-up costs two dependent cache misses in a large table. Doing each step for a block of ids lets the processor wait for all of them at once.
    private void Touch(ReadOnlySpan<IdHash> keys)
    {
        if (Count < LargeTable) { return; }
        Span<int> numbers = stackalloc int[Block];
        for (var i = 0; i < keys.Length; i++) { numbers[i] = _slots[HomeOf(keys[i])]; }
        for (var i = 0; i < keys.Length; i++) { _touched ^= _hashes[Math.Max(numbers[i] - 1, 0)].First; }
    }

    private int Number(IdHash key, bool add)
    {
        var slot = HomeOf(key);
        while (_slots[slot] is not 0 and var taken)
        {
            if (_hashes[taken - 1] == key) { return taken - 1; }
            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (!add) { return -1; }
        _hashes[Count] = key;
        _slots[slot] = ++Count;
        Reserve(0);
        return Count - 1;
    }

    private void Rehash(int slots)
    {
        _slots = new int[slots];
        for (var number = 0; number < Count; number++)
        {
            var slot = HomeOf(_hashes[number]);
            while (_slots[slot] != 0) { slot = (slot + 1) & (_slots.Length - 1); }
            _slots[slot] = number + 1;
        }
    }

    private int HomeOf(IdHash id) => (int)(id.First >> (64 - BitOperations.Log2((uint)_slots.Length)));
}

/// <summary>128 bits that stand for an id.</summary>
internal readonly record struct IdHash(ulong First, ulong Second)
{
    public static IdHash Of(ReadOnlySpan<byte> id) => new(TextHash.First(id), TextHash.Second(id));
}
