namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, depth, height, width] mirrored at its edges, without repeating the edge elements.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom, front, back.</param>
public sealed class ReflectionPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Reflect);
