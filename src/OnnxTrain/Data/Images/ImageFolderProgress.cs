namespace OnnxTrain;

/// <summary>The progress of reading a folder of images.</summary>
/// <param name="Done">The number of files read or skipped.</param>
/// <param name="Total">The total number of files.</param>
public sealed record ImageFolderProgress(int Done, int Total);
