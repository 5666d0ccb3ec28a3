namespace OnnxTrain.Cli;

/// <summary>Where the rows to train on come from.</summary>
internal enum DataKind
{
    /// <summary>A CSV file.</summary>
    Table,

    /// <summary>A folder of images for each class.</summary>
    Folder,

    /// <summary>MNIST's four files.</summary>
    Idx,

    /// <summary>The binary files of CIFAR-10 or CIFAR-100.</summary>
    Cifar,
}
