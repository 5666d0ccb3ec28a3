namespace OnnxTrain;

/// <summary>What to do with image files of a folder that cannot be used.</summary>
public enum BadImages
{
    /// <summary>Reading ends with a <see cref="DataException"/> that names all such files, up to ten of them with what is wrong.</summary>
    Stop,

    /// <summary>The file is left out and named in the <see cref="ImageReport"/>.</summary>
    Skip,
}
