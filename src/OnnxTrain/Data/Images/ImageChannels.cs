namespace OnnxTrain;

/// <summary>The number of channels of the images of a data set.</summary>
public enum ImageChannels
{
    /// <summary>Three if any image of the set has colour or transparency, otherwise one.</summary>
    Auto,

    /// <summary>One: colour is converted to grey.</summary>
    Grey,

    /// <summary>Three: grey is converted to three equal channels.</summary>
    Colour,
}
