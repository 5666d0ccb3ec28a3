namespace OnnxTrain;

/// <summary>Images of a <see cref="ReportGallery"/> that are shown together.</summary>
/// <param name="Title">The title, such as the class.</param>
/// <param name="Text">More on the images, such as a file name; empty for nothing.</param>
/// <param name="Images">The images.</param>
public sealed record ReportPictures(string Title, string Text, IReadOnlyList<PixelImage> Images);
