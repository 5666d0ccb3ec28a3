namespace OnnxTrain.Cli;

/// <summary>How images lie in a folder.</summary>
internal enum ImageSourceKind
{
    /// <summary>A folder for each class.</summary>
    Folder,

    /// <summary>MNIST's four files.</summary>
    Idx,

    /// <summary>The binary files of CIFAR-10 or CIFAR-100.</summary>
    Cifar,
}
