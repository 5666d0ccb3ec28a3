namespace OnnxTrain;

/// <summary>Zero padding around x [batch, channels, length].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right.</param>
public sealed class ZeroPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Constant);
