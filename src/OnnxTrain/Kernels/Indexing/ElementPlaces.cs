namespace OnnxTrain.Kernels;

/// <summary>Where the elements of a tensor lie in another of at least its lengths, one axis apart: there an index says where.</summary>
/// <param name="data">The lengths of the other tensor.</param>
/// <param name="indices">The lengths of the tensor of indices.</param>
/// <param name="axis">The axis along which the indices point.</param>
internal sealed class ElementPlaces(int[] data, int[] indices, int axis)
{
    private readonly int[] _strides = Strides(data);

    /// <summary>The length of the axis that is indexed.</summary>
    public int Length => data[axis];

    /// <summary>Elements of the data from one index of the axis to the next.</summary>
    public int Step => _strides[axis];

    /// <summary>The number of lines along the last axis of the indices, each of the same number of elements.</summary>
    public int Lines => Run == 0 ? 0 : ((ReadOnlySpan<int>)indices).Product() / Run;

    /// <summary>Elements of a line.</summary>
    public int Run => indices[^1];

    /// <summary>Elements of the data from one element of a line to the next, before the index is added.</summary>
    public int RunStep => axis == indices.Length - 1 ? 0 : 1;

    /// <summary>Where a line begins in the data, at index 0.</summary>
    public int Start(int line)
    {
        var at = 0;
        for (var d = indices.Length - 2; d >= 0; d--)
        {
            (line, var i) = Math.DivRem(line, indices[d]);
            if (d != axis) at += i * _strides[d];
        }

        return at;
    }

    private static int[] Strides(int[] sizes)
    {
        var strides = new int[sizes.Length];
        for (var (d, stride) = (sizes.Length - 1, 1); d >= 0; stride *= sizes[d--]) strides[d] = stride;
        return strides;
    }
}
