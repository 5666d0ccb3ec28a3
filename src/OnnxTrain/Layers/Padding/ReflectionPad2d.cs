namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, height, width] mirrored at its edges, which are not repeated.</summary>
/// <param name="sides">How many elements: one number for all sides, or left, right, top, bottom.</param>
public sealed class ReflectionPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Reflect);
