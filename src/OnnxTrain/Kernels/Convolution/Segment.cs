namespace OnnxTrain.Kernels;

/// <summary>Columns of a panel whose elements lie side by side.</summary>
/// <param name="Source">Where the first of them lies.</param>
/// <param name="Target">Where its result goes.</param>
/// <param name="Lane">The first of them within the panel.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct Segment(nint Source, nint Target, int Lane, int Count)
{
    /// <summary>This and the next one as one, where it goes on in the source, the panel and the target.</summary>
    public Segment? Joined(Segment next, int targetStride) =>
        next.Source == Source + Count && next.Lane == Lane + Count && next.Target == Target + ((nint)Count * targetStride)
            ? this with
            {
                Count = Count + next.Count,
            }
            : null;
}
