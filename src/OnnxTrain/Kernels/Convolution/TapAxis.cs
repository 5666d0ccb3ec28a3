namespace OnnxTrain.Kernels;

/// <summary>
/// One axis of a sum over taps: position p of the target, at p · TargetStride + TargetOffset, sums weight Taps[i] times the source's
/// element p · Stride + Offsets[i]. Elements outside of the source are zeros.
/// </summary>
/// <param name="Source">Elements of the source.</param>
/// <param name="Target">Elements of the target.</param>
/// <param name="Positions">How many of the target's elements are computed.</param>
/// <param name="Stride">Elements of the source from one position to the next.</param>
/// <param name="Taps">Indices of the weights.</param>
/// <param name="Offsets">Where each tap reads, seen from the position.</param>
/// <param name="TargetStride">Elements of the target from one position to the next.</param>
/// <param name="TargetOffset">The target's element of the first position.</param>
internal sealed record TapAxis(
    int Source, int Target, int Positions, int Stride, int[] Taps, int[] Offsets, int TargetStride = 1, int TargetOffset = 0)
{
    /// <summary>The lowest element that a tap reads; below 0 in padding.</summary>
    public int Low { get; } = Offsets.DefaultIfEmpty().Min();

    /// <summary>The highest element that a tap reads.</summary>
    public int High { get; } = ((Positions - 1) * Stride) + Offsets.DefaultIfEmpty().Max();

    /// <summary>Whether no tap reads padding.</summary>
    public bool IsInside => Low >= 0 && High < Source;

    /// <summary>The target's element of a position.</summary>
    public int TargetAt(int position) => (position * TargetStride) + TargetOffset;

    /// <summary>y[p] = Σ w[k] · x[p · stride + k · dilation − before].</summary>
    public static TapAxis Forward(WindowAxis window, int size)
    {
        var positions = (int)window.Positions(size);
        int[] taps = [.. Enumerable.Range(0, window.Kernel)];
        return new(size, positions, positions, window.Stride, taps, Array.ConvertAll(taps, k => (k * window.Dilation) - window.Before));
    }

    /// <summary>
    /// The transpose: dx[i] = Σ w[k] · g[(i + before − k · dilation) / stride], over the taps where the division leaves nothing. Elements i
    /// of the same remainder have the same taps, so each remainder is a sum over taps of stride 1.
    /// </summary>
    public static IEnumerable<TapAxis> Backward(WindowAxis window, int size, int positions)
    {
        for (var first = 0; first < Math.Min(window.Stride, size); first++)
        {
            var shift = first + window.Before;
            int[] taps = [.. Enumerable.Range(0, window.Kernel).Where(k => (shift - (k * window.Dilation)) % window.Stride == 0)];
            var count = (size - first + window.Stride - 1) / window.Stride;
            yield return new(
                positions, size, count, 1, taps,
                Array.ConvertAll(taps, k => (shift - (k * window.Dilation)) / window.Stride),
                window.Stride, first);
        }
    }
}
