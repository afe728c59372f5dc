using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Parse.Reading;

/// <summary>Distinct texts, numbered from 0 in the order in which they came. Not for several threads.</summary>
internal sealed class TextTable
{
    private const int FirstSlots = 1024;

    private readonly ColumnArena _arena;
    private int[] _offsets;
    private byte[] _bytes;
    private int _count;

    /// <summary>The texts once more, each in as many bytes as a short one may have: longer ones are not filled in.</summary>
    private byte[] _keys;

    /// <summary>Where the hash of a text points, or behind: 0, or one more than its number, and its length in the upper half.</summary>
    private ulong[] _slots = [];
    private int _shift;

    /// <param name="arena">Where arrays come from.</param>
    public TextTable(ColumnArena arena)
    {
        _arena = arena;
        _offsets = arena.Rent<int>(FirstSlots);
        _offsets[0] = 0;
        _bytes = arena.Rent<byte>(FirstSlots * 16);
        _keys = arena.Rent<byte>(FirstSlots * ShortText.Room / 4);
        Resize(FirstSlots);
    }

    /// <summary>How many texts there are.</summary>
    public int Count => _count;

    /// <summary>Where each text starts in <see cref="Bytes"/>; one more than there are texts.</summary>
    public int[] Offsets => _offsets;

    /// <summary>All texts, one after another.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>The bytes of all texts.</summary>
    public int Length => _offsets[_count];

    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_offsets[number], _offsets[number + 1] - _offsets[number]);

    /// <summary>The table as it is now, for many texts.</summary>
    public Snapshot Now => new(ref MemoryMarshal.GetArrayDataReference(_slots), ref MemoryMarshal.GetArrayDataReference(_keys), _shift);

    /// <summary>The number of a text, or -1.</summary>
    /// <param name="text">The text.</param>
    /// <param name="slot">Where it belongs, for <see cref="Add(ShortText, int)"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ShortText text, out int slot) => Now.Find(text, out slot);

    /// <inheritdoc cref="Find(ShortText, out int)"/>
    public int Find(ReadOnlySpan<byte> text, out int slot)
    {
        if (text.Length <= ShortText.Room) { return Find(ShortText.Of(text), out slot); }
        slot = (int)(Hash(text) >> _shift);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var number = unchecked((int)_slots[slot]) - 1;
            if (this[number].SequenceEqual(text)) { return number; }
        }

        return -1;
    }

    /// <summary>The number of a text; a new one is added.</summary>
    public int Number(ReadOnlySpan<byte> text)
    {
        var number = Find(text, out var slot);
        return number >= 0 ? number : Add(text, slot);
    }

    /// <summary>Adds a text of any length that is not there yet.</summary>
    public int Add(ReadOnlySpan<byte> text, int slot)
    {
        var start = Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(start));
        if (text.Length <= ShortText.Room)
        {
            var key = _keys.AsSpan(_count * ShortText.Room, ShortText.Room);
            text.CopyTo(key);
            key[text.Length..].Clear();
        }

        return Finish(start + text.Length, slot);
    }

    /// <summary>Adds a short text that is not there yet.</summary>
    public int Add(ShortText text, int slot)
    {
        var start = Reserve(ShortText.Room);
        text.CopyTo(ref _bytes.AsSpan(start, ShortText.Room)[0]);
        text.CopyTo(ref _keys.AsSpan(_count * ShortText.Room, ShortText.Room)[0]);
        return Finish(start + text.Length, slot);
    }

    /// <summary>Makes room for one more text and returns where it starts.</summary>
    private int Reserve(int length)
    {
        var (number, start) = (_count, _offsets[_count]);
        if (number + 2 > _offsets.Length) { Enlarge(ref _offsets, number + 1, _offsets.Length * 4); }
        if (start + length > _bytes.Length) { Enlarge(ref _bytes, start, Math.Max(_bytes.Length * 4, start + length)); }
        if ((number + 1) * ShortText.Room > _keys.Length) { Enlarge(ref _keys, number * ShortText.Room, _keys.Length * 4); }
        return start;
    }

    private int Finish(int end, int slot)
    {
        var number = _count++;
        _offsets[number + 1] = end;
        _slots[slot] = Slot(number);
        if (_count * 2 > _slots.Length) { Resize(_slots.Length * 4); }
        return number;
    }

    private ulong Slot(int number) => (uint)(number + 1) | ((ulong)(uint)(_offsets[number + 1] - _offsets[number]) << 32);

    private void Enlarge<T>(ref T[] array, int used, int length)
        where T : unmanaged
    {
        var larger = _arena.Rent<T>(length);
        array.AsSpan(0, used).CopyTo(larger);
        array = larger;
    }

    /// <param name="slots">A power of two of which the arena has arrays.</param>
    private void Resize(int slots)
    {
        _slots = _arena.Rent<ulong>(slots);
        _shift = 64 - BitOperations.Log2((uint)slots);
        Array.Clear(_slots);
        for (var number = 0; number < _count; number++)
        {
            Find(this[number], out var slot);
            _slots[slot] = Slot(number);
        }
    }

    /// <summary>A hash of a long text whose upper bits are good.</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var head = BinaryPrimitives.ReadUInt64LittleEndian(text);
            var tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
            for (var i = 8; i + 8 < text.Length; i += 8) { head = (head * 0x9E37_79B9_7F4A_7C15) ^ BinaryPrimitives.ReadUInt64LittleEndian(text[i..]); }
            return (head ^ (tail << 21 | tail >> 43) ^ (ulong)text.Length) * 0x9E37_79B9_7F4A_7C15;
        }
    }

    /// <summary>A table until the next text is added to it. It is looked up for each cell of most columns, hence without checking bounds.</summary>
    internal readonly ref struct Snapshot
    {
        private readonly ref ulong _slots;
        private readonly ref byte _keys;
        private readonly int _shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Snapshot(ref ulong slots, ref byte keys, int shift)
        {
            _slots = ref slots;
            _keys = ref keys;
            _shift = shift;
        }

        /// <inheritdoc cref="TextTable.Find(ShortText, out int)"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Find(ShortText text, out int slot)
        {
            unchecked
            {
                var next = (nint)(text.Hash() >> _shift);
                while (true)
                {
                    var found = Unsafe.Add(ref _slots, next);
                    slot = (int)next;
                    var number = (nint)(uint)found - 1;
                    if (number < 0 || ((uint)(found >> 32) == (uint)text.Length && text.IsAt(ref Unsafe.Add(ref _keys, number * ShortText.Room)))) { return (int)number; }
                    // There are as many slots as the hash has bits left.
                    next = (next + 1) & (nint)(ulong.MaxValue >> _shift);
                }
            }
        }
    }
}
