namespace OnnxTrain.Kernels;

/// <summary>The elements of a tensor [outer, steps, inner] at one step, and the same elements by themselves.</summary>
/// <param name="whole">All steps.</param>
/// <param name="part">One step.</param>
/// <param name="outer">The product of the axes before that of the steps.</param>
/// <param name="steps">The number of steps.</param>
internal readonly struct StepSlice(Block<byte> whole, Block<byte> part, int outer, int steps)
{
    private readonly int _inner = outer == 0 ? 0 : part.Length / outer;

    /// <summary>Copies the elements at a step to the part.</summary>
    public void Read(int step)
    {
        for (var row = 0; row < outer; row++) At(row, step).CopyTo(part.Span.Slice(row * _inner, _inner));
    }

    /// <summary>Copies the part to the elements at a step.</summary>
    public void Write(int step)
    {
        for (var row = 0; row < outer; row++) part.Span.Slice(row * _inner, _inner).CopyTo(At(row, step));
    }

    private Span<byte> At(int row, int step) => whole.Span.Slice(((row * steps) + step) * _inner, _inner);
}
