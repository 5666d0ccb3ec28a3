namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>An operator that moves along axes, and what plain loops say of it.</summary>
internal sealed record GeometryCase(string Kind, string Text, GeometryAxis[] Axes, Func<Value, Value?, Value?, Value> Build)
{
    /// <summary>What it does along axes whose lengths are names, where that is something else.</summary>
    public GeometryAxis[]? NamedAxes { get; init; }

    /// <summary>Whether the last bit of a coordinate decides: along named axes ONNX Runtime is then not compared.</summary>
    public bool IsDelicate { get; init; }

    public int Channels { get; init; } = 2;

    public int Outputs { get; init; } = 2;

    /// <summary>As many as channels where each channel is for itself.</summary>
    public int Groups { get; init; } = 2;

    /// <summary>The shape of the weights, or null.</summary>
    public int[]? Weights { get; init; }

    /// <summary>Whether the weights are [channels, outputs / groups, taps …].</summary>
    public bool IsTransposed { get; init; }

    public bool HasBias { get; init; }

    /// <summary>Whether the largest summand counts, not their sum.</summary>
    public bool IsMaximum { get; init; }

    /// <summary>What stands where no summand is.</summary>
    public double Outside { get; init; }

    /// <summary>Whether the library has to refuse it.</summary>
    public bool IsRefused { get; init; }

    public int[] InputSizes => [2, Channels, .. Axes.Select(a => a.Inputs)];

    public int[] OutputSizes => [2, Outputs, .. Axes.Select(a => a.Outputs)];

    public override string ToString() => $"{Kind} of [{string.Join(", ", InputSizes)}]: {Text}";
}
