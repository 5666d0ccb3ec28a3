namespace OnnxTrain;

/// <summary>The elements of x [batch, channels, depth, height, width] mirrored at its edges, which are not repeated.</summary>
/// <param name="sides">How many elements: one number for all sides, or left, right, top, bottom, front, back.</param>
public sealed class ReflectionPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Reflect);
