namespace OnnxTrain;

/// <summary>A file of a folder of images with which something is the matter.</summary>
/// <param name="File">Its path within the folder, with '/'.</param>
/// <param name="Kind">What is the matter.</param>
/// <param name="Message">The same in words.</param>
public sealed record ImageIssue(string File, ImageIssueKind Kind, string Message)
{
    /// <summary>Whether the file was left out.</summary>
    public bool IsSkipped => Kind is not (ImageIssueKind.Reduced or ImageIssueKind.GreyInColour or ImageIssueKind.ColourInGrey);
}
