using System.Buffers;

namespace Pipeline.Parse;

/// <summary>Arrays that live as long as one block of rows.</summary>
internal sealed class ColumnArena : IDisposable
{
    private readonly List<byte[]> _bytes = [];
    private readonly List<int[]> _ints = [];
    private readonly List<long[]> _longs = [];
    private readonly List<ulong[]> _words = [];
    private readonly Dictionary<Type, Array> _zeros = [];

    /// <summary>At least <paramref name="length"/> elements of any content.</summary>
    public T[] Rent<T>(int length)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) { return (T[])(object)Rent(_bytes, length); }
        if (typeof(T) == typeof(int)) { return (T[])(object)Rent(_ints, length); }
        if (typeof(T) == typeof(long)) { return (T[])(object)Rent(_longs, length); }
        return typeof(T) == typeof(ulong) ? (T[])(object)Rent(_words, length) : throw new NotSupportedException(typeof(T).Name);
    }

    /// <summary>At least <paramref name="length"/> zeros, which all callers share and none may write to.</summary>
    public T[] Zeros<T>(int length)
        where T : unmanaged
    {
        if (_zeros.TryGetValue(typeof(T), out var shared) && shared.Length >= length) { return (T[])shared; }
        var zeros = Rent<T>(length);
        Array.Clear(zeros);
        _zeros[typeof(T)] = zeros;
        return zeros;
    }

    public void Dispose()
    {
        _zeros.Clear();
        Return(_bytes);
        Return(_ints);
        Return(_longs);
        Return(_words);
    }

    private static T[] Rent<T>(List<T[]> rented, int length)
    {
        var array = ArrayPool<T>.Shared.Rent(length);
        rented.Add(array);
        return array;
    }

    private static void Return<T>(List<T[]> rented)
    {
        foreach (var array in rented) { ArrayPool<T>.Shared.Return(array); }
        rented.Clear();
    }
}
