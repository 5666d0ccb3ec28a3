namespace OnnxTrain;

/// <summary>Constant padding around x [batch, channels, depth, height, width].</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom, front, back.</param>
/// <param name="number">The padding value.</param>
public sealed class ConstantPad3d(IReadOnlyList<int> sides, double number) : PaddingLayer(3, sides, PadMode.Constant, number);
