namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, height, width] mirrored at its edges, without repeating the edge elements.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom.</param>
public sealed class ReflectionPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Reflect);
