namespace OnnxTrain;

/// <summary>A number around x [batch, channels, length].</summary>
/// <param name="sides">How many elements: one number for all sides, or left, right.</param>
/// <param name="number">The number.</param>
public sealed class ConstantPad1d(IReadOnlyList<int> sides, double number) : PaddingLayer(1, sides, PadMode.Constant, number);
