namespace OnnxTrain;

/// <summary>The role of a column in a model.</summary>
public enum RowRole
{
    /// <summary>No role: the column can be read, and used to split or filter, but is not used by the model.</summary>
    None,

    /// <summary>An input of the model: the first such column is the first input, and so on.</summary>
    Feature,

    /// <summary>The target that the model learns to predict.</summary>
    Target,

    /// <summary>The weight of a row in the loss.</summary>
    Weight,
}
