namespace OnnxTrain;

/// <summary>The kind of problem with a file in a folder of images.</summary>
public enum ImageIssueKind
{
    /// <summary>It has no bytes. It is not used.</summary>
    Empty,

    /// <summary>Its format is not supported by any decoder. It is not used.</summary>
    UnknownFormat,

    /// <summary>It ends too early. It is not used.</summary>
    Truncated,

    /// <summary>Its content contradicts itself, or its decoder cannot read it. It is not used.</summary>
    Damaged,

    /// <summary>It cannot be opened or read. It is not used.</summary>
    Unreadable,

    /// <summary>It is not in a class folder. It is not used.</summary>
    NoClass,

    /// <summary>It has 16 bits per channel, of which 8 are kept. It is used.</summary>
    Reduced,

    /// <summary>It is grey in a set of colour images, and is converted to three equal channels. It is used.</summary>
    GreyInColour,

    /// <summary>It has colour in a set of grey images, and is converted to grey. It is used.</summary>
    ColourInGrey,

    /// <summary>It has transparent pixels, which are blended with <see cref="ImageFolderOptions.Background"/>. It is used.</summary>
    Transparent,

    /// <summary>Its name begins with a dot, or it belongs to a file manager, such as <c>Thumbs.db</c>. It was passed over.</summary>
    Hidden,

    /// <summary>It is a pipe, a socket or a device, whose reading may never end. It was passed over.</summary>
    NotAFile,

    /// <summary>It is a link to a folder that it is in, or to itself. It was passed over.</summary>
    LinkLoop,
}
