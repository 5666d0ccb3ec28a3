namespace OnnxTrain;

/// <summary>Rows whose predicted class has a probability in one interval.</summary>
/// <param name="Above">The lower edge, which is not part of it (0 is part of the first).</param>
/// <param name="UpTo">The upper edge, which is.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Confidence">The mean probability of the predicted class; 0 without rows.</param>
/// <param name="Accuracy">The fraction of the rows whose predicted class is right; 0 without rows.</param>
public sealed record CalibrationBin(double Above, double UpTo, int Rows, double Confidence, double Accuracy);
