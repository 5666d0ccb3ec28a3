namespace OnnxTrain;

/// <summary>The elements at the edges of x [batch, channels, height, width] repeated around it.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom.</param>
public sealed class ReplicationPad2d(params int[] sides) : PaddingLayer(2, sides, PadMode.Replicate);
