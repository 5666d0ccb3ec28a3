namespace OnnxTrain;

/// <summary>A number around x [batch, channels, height, width].</summary>
/// <param name="sides">How many elements: one number for all sides, or left, right, top, bottom.</param>
/// <param name="number">The number.</param>
public sealed class ConstantPad2d(IReadOnlyList<int> sides, double number) : PaddingLayer(2, sides, PadMode.Constant, number);
