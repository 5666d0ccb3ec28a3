namespace OnnxTrain;

/// <summary>Zero padding around x [batch, channels, depth, height, width].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom, front, back.</param>
public sealed class ZeroPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Constant);
