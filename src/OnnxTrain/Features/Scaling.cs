namespace OnnxTrain;

/// <summary>
/// The scaling of a numeric column. Its statistics are learned from the training rows and are part of the exported file; formulas and names
/// are those of scikit-learn. A missing number is replaced first: by the mean, with <see cref="Robust"/> by the median, and with
/// <see cref="Log"/> by the number whose logarithm is the mean.
/// </summary>
public enum Scaling
{
    /// <summary>(x − mean) / standard deviation of the population (StandardScaler); a constant becomes 0.</summary>
    Standardize,

    /// <summary>
    /// (x − min) / (max − min), so that training rows lie in [0, 1] (MinMaxScaler); a constant becomes 0. Other rows may lie outside.
    /// </summary>
    MinMax,

    /// <summary>
    /// 2 (x − min) / (max − min) − 1, so that training rows lie in [−1, 1] (MinMaxScaler with that range); a constant becomes −1.
    /// </summary>
    MinMaxSymmetric,

    /// <summary>
    /// (x − median) / (q₇₅ − q₂₅), quantiles interpolated linearly (RobustScaler): not sensitive to outliers. If the quantiles are equal it
    /// is x − median.
    /// </summary>
    Robust,

    /// <summary>
    /// ln(1 + x), standardized (log1p before StandardScaler): for amounts that span orders of magnitude. A negative number in the training
    /// rows is an error; in later rows it counts as 0.
    /// </summary>
    Log,

    /// <summary>x as it is.</summary>
    None,
}
