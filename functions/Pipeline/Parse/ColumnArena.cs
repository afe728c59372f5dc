using System.Numerics;

namespace Pipeline.Parse;

/// <summary>Arrays that live as long as one block of rows and are used again for the next. One worker at a time.</summary>
/// <remarks>A block needs dozens of arrays of a few sizes, more than the shared pool keeps: renting there allocated two megabytes a block.</remarks>
internal sealed class ColumnArena
{
    private readonly Shelf<byte> _bytes = new();
    private readonly Shelf<int> _ints = new();
    private readonly Shelf<long> _longs = new();
    private readonly Shelf<ulong> _words = new();
    private readonly Dictionary<Type, Array> _zeros = [];

    /// <summary>At least <paramref name="length"/> elements of any content.</summary>
    public T[] Rent<T>(int length)
        where T : unmanaged => ShelfOf<T>().Take(length);

    /// <summary>At least <paramref name="length"/> zeros, which all callers share and none may write to.</summary>
    public T[] Zeros<T>(int length)
        where T : unmanaged
    {
        if (_zeros.TryGetValue(typeof(T), out var shared) && shared.Length >= length) { return (T[])shared; }
        var zeros = new T[length];
        _zeros[typeof(T)] = zeros;
        return zeros;
    }

    /// <summary>Takes back every array that was rented.</summary>
    public void Reset()
    {
        _bytes.TakeBack();
        _ints.TakeBack();
        _longs.TakeBack();
        _words.TakeBack();
    }

    private Shelf<T> ShelfOf<T>()
    {
        if (typeof(T) == typeof(byte)) { return (Shelf<T>)(object)_bytes; }
        if (typeof(T) == typeof(int)) { return (Shelf<T>)(object)_ints; }
        if (typeof(T) == typeof(long)) { return (Shelf<T>)(object)_longs; }
        return typeof(T) == typeof(ulong) ? (Shelf<T>)(object)_words : throw new NotSupportedException(typeof(T).Name);
    }

    /// <summary>Arrays of one type, by powers of two.</summary>
    private sealed class Shelf<T>
    {
        private const int Smallest = 64;

        private readonly Stack<T[]>[] _free = [.. Enumerable.Range(0, 32).Select(_ => new Stack<T[]>())];
        private readonly List<T[]> _rented = [];

        public T[] Take(int length)
        {
            var power = BitOperations.Log2((uint)Math.Max(length, Smallest) - 1) + 1;
            if (!_free[power].TryPop(out var array)) { array = GC.AllocateUninitializedArray<T>((int)Math.Min(1L << power, Array.MaxLength)); }
            _rented.Add(array);
            return array;
        }

        public void TakeBack()
        {
            foreach (var array in _rented) { _free[BitOperations.Log2((uint)array.Length - 1) + 1].Push(array); }
            _rented.Clear();
        }
    }
}
