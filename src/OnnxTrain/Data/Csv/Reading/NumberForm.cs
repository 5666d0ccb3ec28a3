namespace OnnxTrain;

/// <summary>How a number is written.</summary>
[Flags]
internal enum NumberForm
{
    /// <summary>In any other way, such as <c>1.0</c> or <c>1e5</c>.</summary>
    None = 0,

    /// <summary>As the number itself is written: its text need not be kept.</summary>
    Canonical = 1,

    /// <summary>Digits alone.</summary>
    Digits = 2,

    /// <summary>A 0 before other digits, as in postcodes.</summary>
    LeadingZero = 4,
}
