namespace OnnxTrain;

/// <summary>The rule for the nearest element.</summary>
public enum ResizeRounding
{
    /// <summary>The nearest; ties go to the lower one.</summary>
    RoundPreferFloor,

    /// <summary>The nearest; ties go to the upper one.</summary>
    RoundPreferCeil,

    /// <summary>Rounded down.</summary>
    Floor,

    /// <summary>Rounded up.</summary>
    Ceil,
}
