namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, length] again around it, as if its edges were joined.</summary>
/// <param name="sides">How many elements, at most as many as there are: one number for all sides, or left, right.</param>
public sealed class CircularPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Circular);
