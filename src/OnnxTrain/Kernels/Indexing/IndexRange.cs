namespace OnnxTrain.Kernels;

/// <summary>The range of indices of an axis.</summary>
internal static class IndexRange
{
    /// <summary>Converts an index to one from 0 on; negative indices count from the end, as in ONNX.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public static int Check(long index, int length, string operation) =>
        index >= -length && index < length
            ? (int)(index < 0 ? index + length : index)
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"{operation}: the index is outside 0 … {length - 1}.");
}
