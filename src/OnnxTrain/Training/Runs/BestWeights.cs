namespace OnnxTrain;

/// <summary>
/// A copy of the model's parameters and running statistics at the epoch with the lowest loss; before the first epoch has finished, at the
/// start.
/// </summary>
internal sealed class BestWeights(Model model) : IDisposable
{
    /// <summary>The copies of the model's blocks.</summary>
    public IReadOnlyList<VariableBlock> Copies { get; } =
    [.. model.Changing.Select(block => block.Like(block == model.Trained ? "best" : $"best.{block.Whole.Name}"))];

    /// <summary>The epoch of the copy; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>The loss of that epoch.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    public void Start()
    {
        GoOn(0, double.PositiveInfinity);
        Take();
    }

    /// <summary>Restores the epoch and loss of the copy when a run is resumed.</summary>
    public void GoOn(int epoch, double loss) => (Epoch, Loss) = (epoch, loss);

    /// <summary>Copies the parameters if the loss is the lowest so far.</summary>
    public bool Offer(int epoch, double loss)
    {
        if (loss >= Loss) return false;
        GoOn(epoch, loss);
        Take();
        return true;
    }

    /// <summary>Copies the parameters back to the model.</summary>
    public void Restore()
    {
        for (var i = 0; i < Copies.Count; i++) model.Changing[i].CopyFrom(Copies[i]);
    }

    public void Dispose()
    {
        foreach (var copy in Copies) copy.Dispose();
    }

    private void Take()
    {
        for (var i = 0; i < Copies.Count; i++) Copies[i].CopyFrom(model.Changing[i]);
    }
}
