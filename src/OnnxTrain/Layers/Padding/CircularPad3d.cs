namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, depth, height, width] repeated periodically around it (circular padding).</summary>
/// <param name="sides">The number of elements, at most the length of the axis: one number for all sides, or left, right, top, bottom,
/// front, back.</param>
public sealed class CircularPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Circular);
