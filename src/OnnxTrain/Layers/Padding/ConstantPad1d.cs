namespace OnnxTrain;

/// <summary>Constant padding around x [batch, channels, length].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right.</param>
/// <param name="number">The padding value.</param>
public sealed class ConstantPad1d(IReadOnlyList<int> sides, double number) : PaddingLayer(1, sides, PadMode.Constant, number);
