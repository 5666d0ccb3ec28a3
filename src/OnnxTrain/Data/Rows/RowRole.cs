namespace OnnxTrain;

/// <summary>What a column of rows is to a model.</summary>
public enum RowRole
{
    /// <summary>Nothing: the column can be read, split by or filtered by, but no model takes it.</summary>
    None,

    /// <summary>What an input of the model takes: the first such column the first input, and so on.</summary>
    Feature,

    /// <summary>What the model learns to predict.</summary>
    Target,

    /// <summary>How much a row counts in the loss.</summary>
    Weight,
}
