namespace OnnxTrain;

/// <summary>A copy of the parameters at the epoch with the lowest loss; before one has ended, as they were at the start.</summary>
internal sealed class BestWeights(VariableBlock block) : IDisposable
{
    /// <summary>The copy.</summary>
    public VariableBlock Copy { get; } = block.Like("best");

    /// <summary>The epoch that the copy is of; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>The loss of that epoch.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    public void Start()
    {
        GoOn(0, double.PositiveInfinity);
        Copy.CopyFrom(block);
    }

    /// <summary>The copy holds the parameters of an epoch before.</summary>
    public void GoOn(int epoch, double loss) => (Epoch, Loss) = (epoch, loss);

    /// <summary>Takes the parameters if the loss is the lowest so far.</summary>
    public bool Offer(int epoch, double loss)
    {
        if (loss >= Loss) return false;
        GoOn(epoch, loss);
        Copy.CopyFrom(block);
        return true;
    }

    /// <summary>Gives the parameters back.</summary>
    public void Restore() => block.CopyFrom(Copy);

    public void Dispose() => Copy.Dispose();
}
