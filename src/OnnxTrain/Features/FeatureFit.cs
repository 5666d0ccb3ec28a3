namespace OnnxTrain;

/// <summary>Fits a feature to the training rows, block by block.</summary>
internal abstract class FeatureFit
{
    /// <summary>Adds rows.</summary>
    /// <exception cref="DataException">A row cannot be used.</exception>
    public abstract void Add(TableBlock rows);

    /// <summary>Returns the fitted feature.</summary>
    /// <exception cref="DataException">There was nothing to learn from.</exception>
    public abstract Feature Finish();
}
