namespace OnnxTrain;

/// <summary>The task of a model.</summary>
public enum ModelTask
{
    /// <summary>Any other task.</summary>
    Custom,

    /// <summary>One class for each row, or for each pixel or position.</summary>
    Classification,

    /// <summary>One or more numbers for each row.</summary>
    Regression,
}
