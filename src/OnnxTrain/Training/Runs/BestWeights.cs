namespace OnnxTrain;

/// <summary>
/// A copy of the model's parameters and running statistics at the best epoch; before the first epoch has finished, at the
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

    /// <summary>The number that the epoch was chosen by, the lower the better: its loss, or a metric.</summary>
    public double Rank { get; private set; } = double.PositiveInfinity;

    public void Start()
    {
        GoOn(0, double.PositiveInfinity, double.PositiveInfinity);
        Take();
    }

    /// <summary>Restores the epoch of the copy with its numbers when a run is resumed.</summary>
    public void GoOn(int epoch, double loss, double rank) => (Epoch, Loss, Rank) = (epoch, loss, rank);

    /// <summary>Copies the parameters if the epoch is the best so far: of equal ones, that with the lowest loss.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="by">What it is chosen by, the lower the better, and its loss.</param>
    public void Offer(int epoch, (double Rank, double Loss) by)
    {
        if (by.Rank > Rank || (by.Rank == Rank && by.Loss >= Loss)) return;
        GoOn(epoch, by.Loss, by.Rank);
        Take();
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
