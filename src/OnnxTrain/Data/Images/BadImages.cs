namespace OnnxTrain;

/// <summary>What to do with image files of a folder that cannot be used.</summary>
public enum BadImages
{
    /// <summary>Reading ends with a <see cref="DataException"/> that names the first such file.</summary>
    Stop,

    /// <summary>The file is left out and named in the <see cref="ImageReport"/>.</summary>
    Skip,
}
