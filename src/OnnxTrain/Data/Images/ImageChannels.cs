namespace OnnxTrain;

/// <summary>How many channels the images of a set come to.</summary>
public enum ImageChannels
{
    /// <summary>Three if any image of the set has colour or transparency, else one.</summary>
    Auto,

    /// <summary>One: colour becomes grey.</summary>
    Grey,

    /// <summary>Three: grey becomes three equal channels.</summary>
    Colour,
}
