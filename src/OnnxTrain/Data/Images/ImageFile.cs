namespace OnnxTrain;

/// <summary>An image of a folder.</summary>
/// <param name="Name">Its path within the folder, with '/'.</param>
/// <param name="Label">Its class.</param>
/// <param name="IsWhole">Whether it is decoded in full size before it is resized, as the first image is, whose size the others get.</param>
internal readonly record struct ImageFile(string Name, int Label, bool IsWhole);
