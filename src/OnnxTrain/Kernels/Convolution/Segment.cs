namespace OnnxTrain.Kernels;

/// <summary>Columns of a panel whose elements lie side by side.</summary>
/// <param name="Source">Where the first of them lies.</param>
/// <param name="Target">Where its result goes.</param>
/// <param name="Lane">The first of them within the panel.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct Segment(nint Source, nint Target, int Lane, int Count);
