namespace OnnxTrain;

/// <summary>What is the matter with a file of a folder of images.</summary>
public enum ImageIssueKind
{
    /// <summary>It has no bytes. It is not used.</summary>
    Empty,

    /// <summary>It is of no format that a decoder knows. It is not used.</summary>
    UnknownFormat,

    /// <summary>It ends too early. It is not used.</summary>
    Truncated,

    /// <summary>Its content contradicts itself, or its decoder cannot read it. It is not used.</summary>
    Damaged,

    /// <summary>It cannot be opened or read. It is not used.</summary>
    Unreadable,

    /// <summary>It lies beside the folders of the classes instead of in one. It is not used.</summary>
    NoClass,

    /// <summary>It has 16 bits to a channel, of which 8 are kept. It is used.</summary>
    Reduced,

    /// <summary>It is grey in a set of colour images, and was given three equal channels. It is used.</summary>
    GreyInColour,

    /// <summary>It has colour in a set of grey images, and was made grey. It is used.</summary>
    ColourInGrey,
}
