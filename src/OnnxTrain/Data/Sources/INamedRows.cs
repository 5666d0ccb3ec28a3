namespace OnnxTrain;

/// <summary>A source with a name for messages, such as that of its file.</summary>
internal interface INamedRows
{
    /// <summary>The name of the file without its folder, or what stands for it.</summary>
    string Name { get; }
}
