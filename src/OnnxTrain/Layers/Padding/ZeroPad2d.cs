namespace OnnxTrain;

/// <summary>Zero padding around x [batch, channels, height, width].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom.</param>
public sealed class ZeroPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Constant);
