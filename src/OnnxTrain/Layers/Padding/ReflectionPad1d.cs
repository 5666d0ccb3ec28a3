namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, length] mirrored at its edges, without repeating the edge elements.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right.</param>
public sealed class ReflectionPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Reflect);
