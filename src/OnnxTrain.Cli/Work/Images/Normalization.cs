namespace OnnxTrain.Cli;

/// <summary>The mean and standard deviation that the pixels of images are normalized by.</summary>
internal enum Normalization
{
    /// <summary>Those of the training images.</summary>
    Data,

    /// <summary>Those of ImageNet.</summary>
    ImageNet,
}
