using Microsoft.ML.Data;

namespace OnnxTrain.Sources.Tests;

/// <summary>A row of ML.NET with vectors.</summary>
internal sealed class Vectors
{
    [VectorType(2, 3)]
    public float[] Pixels { get; set; } = [];

    [VectorType(3)]
    public string[] Words { get; set; } = [];

    [VectorType(2)]
    public int[] Counts { get; set; } = [];
}
