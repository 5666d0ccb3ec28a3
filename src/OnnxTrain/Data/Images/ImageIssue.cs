namespace OnnxTrain;

/// <summary>A problem with a file in a folder of images.</summary>
/// <param name="File">Its path within the folder, with '/'.</param>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Message">The problem as text.</param>
public sealed record ImageIssue(string File, ImageIssueKind Kind, string Message)
{
    /// <summary>Whether the file was left out, although it may have been meant to be an image.</summary>
    public bool IsSkipped =>
        !IsPassedOver
        && Kind is not (
            ImageIssueKind.Reduced or ImageIssueKind.GreyInColour or ImageIssueKind.ColourInGrey or ImageIssueKind.Transparent);

    /// <summary>Whether it is no image file at all: hidden, a pipe, a link that leads back.</summary>
    public bool IsPassedOver => Kind is ImageIssueKind.Hidden or ImageIssueKind.NotAFile or ImageIssueKind.LinkLoop;
}
