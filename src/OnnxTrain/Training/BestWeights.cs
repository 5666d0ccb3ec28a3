namespace OnnxTrain;

/// <summary>A copy of the parameters at the epoch with the lowest loss; before one has ended, as they were at the start.</summary>
internal sealed class BestWeights(VariableBlock block)
{
    private readonly byte[] _copy = block.Snapshot();
    private double _loss = double.PositiveInfinity;

    /// <summary>The epoch that the copy is of; 0 before the first.</summary>
    public int Epoch { get; private set; }

    public void Start()
    {
        (Epoch, _loss) = (0, double.PositiveInfinity);
        block.CopyTo(_copy);
    }

    /// <summary>Takes the parameters if the loss is the lowest so far.</summary>
    public bool Offer(int epoch, double loss)
    {
        if (loss >= _loss) return false;
        (Epoch, _loss) = (epoch, loss);
        block.CopyTo(_copy);
        return true;
    }

    /// <summary>Gives the parameters back.</summary>
    public void Restore() => block.Restore(_copy);
}
