namespace OnnxTrain;

/// <summary>Two uint4 elements in a byte, the first in the lower bits.</summary>
internal readonly record struct UInt4Pair(byte Bits);
