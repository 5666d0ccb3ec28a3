namespace OnnxTrain;

/// <summary>How far the reading of a folder of images is.</summary>
/// <param name="Done">Files that were read or skipped.</param>
/// <param name="Total">Files that there are.</param>
public sealed record ImageFolderProgress(int Done, int Total);
