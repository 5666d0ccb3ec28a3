using System.Text;

namespace OnnxTrain;

/// <summary>Texts in the buffers of an Arrow file.</summary>
internal static unsafe class ArrowText
{
    public static ReadOnlySpan<byte> Bytes(byte* offsets, byte* values, int index)
    {
        var ends = (int*)offsets;
        return new(values + ends[index], ends[index + 1] - ends[index]);
    }

    public static string Of(byte* offsets, byte* values, int index) => Encoding.UTF8.GetString(Bytes(offsets, values, index));
}
