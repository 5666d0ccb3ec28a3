namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, depth, height, width] again around it, as if its edges were joined.</summary>
/// <param name="sides">How many elements, at most as many as there are: one number for all sides, or left, right, top, bottom, front,
/// back.</param>
public sealed class CircularPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Circular);
