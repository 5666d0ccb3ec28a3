namespace OnnxTrain;

/// <summary>What a feature learns from the training rows, block by block.</summary>
internal abstract class FeatureFit
{
    /// <summary>Learns from further rows.</summary>
    /// <exception cref="DataException">A row cannot be learned from.</exception>
    public abstract void Add(TableBlock rows);

    /// <summary>The feature, ready to encode.</summary>
    /// <exception cref="DataException">There was nothing to learn from.</exception>
    public abstract Feature Finish();
}
