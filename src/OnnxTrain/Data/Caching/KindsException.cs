namespace OnnxTrain;

/// <summary>The columns of a file are of other kinds than its start told.</summary>
internal sealed class KindsException(ColumnKind[] kinds) : Exception
{
    public ColumnKind[] Kinds => kinds;
}
