namespace OnnxTrain.Kernels;

/// <summary>An axis of the input of a reduction.</summary>
internal readonly record struct ReducedAxis(int Length, bool IsReduced);
