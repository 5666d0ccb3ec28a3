namespace OnnxTrain;

/// <summary>The result of cross-validation for one choice of settings.</summary>
/// <typeparam name="TSettings">The type of the settings.</typeparam>
/// <param name="Trial">Its number, 1 for the first that was tried.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Result">The folds; null if a training diverged.</param>
/// <param name="Failure">The error message if a training diverged; otherwise null.</param>
public sealed record SearchTrial<TSettings>(int Trial, TSettings Settings, CrossValidationResult? Result, string? Failure)
{
    /// <summary>The mean of the folds' scores; NaN if a training diverged.</summary>
    public double Mean => Result?.Mean ?? double.NaN;

    /// <summary>The sample standard deviation of the folds' scores; NaN if a training diverged.</summary>
    public double StandardDeviation => Result?.StandardDeviation ?? double.NaN;
}
