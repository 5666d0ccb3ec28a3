namespace OnnxTrain;

/// <summary>The rows whose predicted class has a probability in one interval.</summary>
/// <param name="Above">The lower edge, exclusive (0 belongs to the first bin).</param>
/// <param name="UpTo">The upper edge, inclusive.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Confidence">The mean probability of the predicted class; 0 without rows.</param>
/// <param name="Accuracy">The fraction of rows whose predicted class is correct; 0 without rows.</param>
public sealed record CalibrationBin(double Above, double UpTo, int Rows, double Confidence, double Accuracy);
