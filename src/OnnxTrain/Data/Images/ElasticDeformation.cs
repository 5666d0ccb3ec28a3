namespace OnnxTrain;

/// <summary>
/// An elastic deformation, which imitates the variation of handwriting (Simard, Steinkraus and Platt, 2003, «Best Practices for
/// Convolutional Neural Networks Applied to Visual Document Analysis»). Each pixel takes its value from a displaced position. The
/// displacements in either direction are random numbers from −1 … 1, smoothed by a Gaussian of standard deviation σ whose weights add up to
/// 1, times α.
/// </summary>
public sealed record ElasticDeformation
{
    /// <summary>Creates a deformation; 34 and 4 are the values of the paper for digits of 28 × 28 pixels.</summary>
    /// <param name="alpha">The strength α: away from the edges, displacements have a standard deviation of about 0.16 · α / σ
    /// pixels.</param>
    /// <param name="sigma">The smoothness σ in pixels: the distance over which displacements are similar.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is negative, or σ is not from 0.1 to 64.</exception>
    public ElasticDeformation(double alpha = 34, double sigma = 4)
    {
        if (!(alpha >= 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must be at least 0.");
        if (sigma is not (>= 0.1 and <= 64))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "Must be from 0.1 to 64 pixels.");
        (Alpha, Sigma) = (alpha, sigma);
    }

    /// <summary>The strength α.</summary>
    public double Alpha { get; }

    /// <summary>The smoothness σ in pixels.</summary>
    public double Sigma { get; }
}
