namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, length] mirrored at its edges, which are not repeated.</summary>
/// <param name="sides">How many elements: one number for all sides, or left, right.</param>
public sealed class ReflectionPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Reflect);
