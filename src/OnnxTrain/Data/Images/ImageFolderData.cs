namespace OnnxTrain;

/// <summary>What was read from a folder of images.</summary>
/// <param name="Data">Pixels [images, height, width, channels] and labels, in the order of the files.</param>
/// <param name="Classes">The name of each label's class.</param>
/// <param name="Files">The path of each image within the folder, with '/'.</param>
/// <param name="Report">What was skipped or changed, and why.</param>
public sealed record ImageFolderData(Dataset Data, IReadOnlyList<string> Classes, IReadOnlyList<string> Files, ImageReport Report);
