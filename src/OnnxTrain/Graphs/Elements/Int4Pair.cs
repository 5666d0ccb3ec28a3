namespace OnnxTrain;

/// <summary>Two int4 elements in a byte, the first in the lower bits.</summary>
internal readonly record struct Int4Pair(byte Bits);
