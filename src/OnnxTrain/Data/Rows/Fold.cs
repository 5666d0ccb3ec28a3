namespace OnnxTrain;

/// <summary>One part of a cross-validation: train on some rows, test on the others.</summary>
/// <param name="Train">The rows to train on, ascending, counted from 0.</param>
/// <param name="Test">The rows to test on, ascending, counted from 0.</param>
public sealed record Fold(int[] Train, int[] Test);
