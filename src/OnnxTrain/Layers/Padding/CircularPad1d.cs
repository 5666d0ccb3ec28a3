namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, length] repeated periodically around it (circular padding).</summary>
/// <param name="sides">The number of elements, at most the length of the axis: one number for all sides, or left, right.</param>
public sealed class CircularPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Circular);
