namespace OnnxTrain;

/// <summary>The elements at the edges of x [batch, channels, depth, height, width] repeated around it.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right, top, bottom, front, back.</param>
public sealed class ReplicationPad3d(params int[] sides) : PaddingLayer(3, sides, PadMode.Replicate);
