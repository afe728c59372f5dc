using System.Buffers;

namespace Pipeline.Parquet;

/// <summary>Arrays for the columns of one batch, taken from the shared pool and given back together once the batch is no longer used. For one thread at a time.</summary>
/// <remarks>Batches of some megabytes follow one another: with fresh arrays for each, clearing memory and collecting it cost as much as the work itself.</remarks>
public sealed class ColumnArrays : IDisposable
{
    private readonly List<Action> _returns = [];

    /// <summary>An array of at least <paramref name="length"/> values, which are not cleared.</summary>
    public T[] Rent<T>(int length)
    {
        var array = ArrayPool<T>.Shared.Rent(length);
        _returns.Add(() => ArrayPool<T>.Shared.Return(array));
        return array;
    }

    /// <summary>As <see cref="Rent{T}"/>, with the first <paramref name="length"/> values cleared.</summary>
    public T[] RentCleared<T>(int length)
    {
        var array = Rent<T>(length);
        Array.Clear(array, 0, length);
        return array;
    }

    public void Dispose()
    {
        foreach (var giveBack in _returns) { giveBack(); }
        _returns.Clear();
    }
}
