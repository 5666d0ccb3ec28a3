namespace OnnxTrain;

/// <summary>
/// The parameters and their running mean. While a step runs, the model holds the parameters; for validation, and when
/// training has ended, it holds the mean.
/// </summary>
internal sealed class AveragedWeights
{
    private readonly VariableBlock _parameters;
    private readonly VariableBlock _average;
    private readonly byte[] _first;
    private readonly byte[] _second;
    private bool _isShown;

    public AveragedWeights(VariableBlock parameters, VariableBlock average)
    {
        (_parameters, _average, _first) = (parameters, average, parameters.Snapshot());
        _second = new byte[_first.Length];
    }

    /// <summary>
    /// Continues from the parameters that belong to the mean in the model. If the model was changed since, parameters and mean start from
    /// its current values.
    /// </summary>
    public void Start()
    {
        _parameters.CopyTo(_first);
        var goesOn = _isShown && _first.AsSpan().SequenceEqual(_second);
        if (goesOn) Swap();
        else _average.Restore(_first);
        _isShown = false;
    }

    /// <summary>Copies the mean into the model.</summary>
    public void Show()
    {
        if (!_isShown) Swap();
        _isShown = true;
    }

    /// <summary>Copies the parameters back into the model.</summary>
    public void Hide()
    {
        if (_isShown) Swap();
        _isShown = false;
    }

    /// <summary>
    /// Called when training has ended; <paramref name="isLast"/>: the model has the last mean, not that of an earlier epoch.
    /// </summary>
    public void End(bool isLast)
    {
        if (isLast) Show();
        _isShown = isLast;
        _parameters.CopyTo(_second);
    }

    private void Swap()
    {
        _parameters.CopyTo(_first);
        _average.CopyTo(_second);
        _parameters.Restore(_second);
        _average.Restore(_first);
    }
}
