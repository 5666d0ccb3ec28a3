namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, height, width] repeated periodically around it (circular padding).</summary>
/// <param name="sides">The number of elements, at most the length of the axis: one number for all sides, or left, right, top,
/// bottom.</param>
public sealed class CircularPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Circular);
