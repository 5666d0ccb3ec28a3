namespace OnnxTrain;

/// <summary>The task of a model.</summary>
public enum ModelTask
{
    /// <summary>Whatever its outputs say.</summary>
    Custom,

    /// <summary>One class of several for each row.</summary>
    Classification,

    /// <summary>A number, or several, for each row.</summary>
    Regression,
}
