using System.Buffers;

namespace Pipeline.Metrics.Reading;

/// <summary>What points follow from, day by day. Days are indexes of the axis, from 0.</summary>
internal interface IDayInputs
{
    /// <summary>Whether nothing happened up to <paramref name="index"/>.</summary>
    bool IsNothing(int index);

    /// <summary>Writes what happened on some days. The first day of the axis has with it all that happened before.</summary>
    /// <param name="output">Receives it: the same that happened, the same bytes.</param>
    /// <param name="index">The first of the days.</param>
    /// <param name="count">How many.</param>
    void Write(IBufferWriter<byte> output, int index, int count);
}
