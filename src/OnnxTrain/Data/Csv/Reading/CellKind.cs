namespace OnnxTrain;

/// <summary>What the text of a cell can be.</summary>
internal enum CellKind
{
    /// <summary>Empty, or one of the texts for a missing value.</summary>
    Missing,

    /// <summary>Only spaces: missing among numbers, a text among texts.</summary>
    Blank,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>An infinity, or a number beyond float64.</summary>
    Infinity,

    /// <summary>A number with a comma, which is not the decimal point.</summary>
    CommaNumber,

    /// <summary>A word for a truth value.</summary>
    Boolean,

    /// <summary>Any other text.</summary>
    Text,
}
