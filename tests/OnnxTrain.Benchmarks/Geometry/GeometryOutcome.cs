namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>How a case of the sweep went.</summary>
internal enum GeometryOutcome
{
    /// <summary>The library said that it cannot be done.</summary>
    Refused,

    /// <summary>It was computed and written.</summary>
    Agreed,
}
