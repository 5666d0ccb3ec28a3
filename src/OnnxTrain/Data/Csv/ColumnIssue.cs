namespace OnnxTrain;

/// <summary>Why a model should probably not learn from a column.</summary>
public enum ColumnIssue
{
    /// <summary>It identifies the rows: a key, or a running number whose name says so. A model would memorize it.</summary>
    Identifier,

    /// <summary>It has the same value in every row.</summary>
    Constant,

    /// <summary>It has no value in any row.</summary>
    AllMissing,
}
