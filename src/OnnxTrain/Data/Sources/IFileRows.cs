namespace OnnxTrain;

/// <summary>Rows of a file.</summary>
internal interface IFileRows
{
    /// <summary>What changes when the file or its reading does: <see cref="RowFingerprint.OfStamp"/>.</summary>
    string Stamp();
}
