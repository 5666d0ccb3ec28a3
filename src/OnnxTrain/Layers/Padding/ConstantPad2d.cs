namespace OnnxTrain;

/// <summary>Constant padding around x [batch, channels, height, width].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom.</param>
/// <param name="number">The padding value.</param>
public sealed class ConstantPad2d(IReadOnlyList<int> sides, double number) : PaddingLayer(2, sides, PadMode.Constant, number);
