namespace OnnxTrain;

/// <summary>An image of a folder.</summary>
/// <param name="Name">Its path within the folder, with '/'.</param>
/// <param name="Label">Its class.</param>
/// <param name="IsWhole">Whether it is decoded whole before it is resized, as the first one is, whose size the others take.</param>
internal readonly record struct ImageFile(string Name, int Label, bool IsWhole);
