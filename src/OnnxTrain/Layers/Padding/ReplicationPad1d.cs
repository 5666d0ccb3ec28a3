namespace OnnxTrain;

/// <summary>The elements at the edges of x [batch, channels, length] repeated around it.</summary>
/// <param name="sides">The number of elements: one number for all sides, or left, right.</param>
public sealed class ReplicationPad1d(params int[] sides) : PaddingLayer(1, sides, PadMode.Replicate);
