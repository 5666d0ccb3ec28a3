namespace OnnxTrain;

/// <summary>A problem with a file in a folder of images.</summary>
/// <param name="File">Its path within the folder, with '/'.</param>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Message">The problem as text.</param>
public sealed record ImageIssue(string File, ImageIssueKind Kind, string Message)
{
    /// <summary>Whether the file was left out.</summary>
    public bool IsSkipped => Kind is not (ImageIssueKind.Reduced or ImageIssueKind.GreyInColour or ImageIssueKind.ColourInGrey);
}
