namespace OnnxTrain;

/// <summary>Which element is the nearest.</summary>
public enum ResizeRounding
{
    /// <summary>The nearest; of two as near the lower.</summary>
    RoundPreferFloor,

    /// <summary>The nearest; of two as near the upper.</summary>
    RoundPreferCeil,

    /// <summary>The one before.</summary>
    Floor,

    /// <summary>The one behind.</summary>
    Ceil,
}
