namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, height, width] again around it, as if its edges were joined.</summary>
/// <param name="sides">How many elements, at most as many as there are: one number for all sides, or left, right, top, bottom.</param>
public sealed class CircularPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Circular);
