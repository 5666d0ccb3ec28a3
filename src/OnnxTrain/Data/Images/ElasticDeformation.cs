namespace OnnxTrain;

/// <summary>
/// A field of displacements, as the ink of handwriting runs a little otherwise each time (Simard, Steinkraus and Platt, 2003, «Best
/// Practices for Convolutional Neural Networks Applied to Visual Document Analysis»): for each pixel a number from −1 … 1 in either
/// direction, smoothed by a Gaussian of standard deviation σ whose weights add up to 1, times α, is how far away its value is taken.
/// </summary>
public sealed record ElasticDeformation
{
    /// <summary>A deformation of a given strength and fineness; 34 and 4 are the paper's for digits of 28 × 28 pixels.</summary>
    /// <param name="alpha">α: away from the edges displacements have a standard deviation of some 0.16 · α / σ pixels.</param>
    /// <param name="sigma">σ in pixels: over what distance displacements are alike.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is negative, or σ is not from 0.1 to 64.</exception>
    public ElasticDeformation(double alpha = 34, double sigma = 4)
    {
        if (!(alpha >= 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "It has to be at least 0.");
        if (sigma is not (>= 0.1 and <= 64))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "It has to be from 0.1 to 64 pixels.");
        (Alpha, Sigma) = (alpha, sigma);
    }

    /// <summary>α, how far.</summary>
    public double Alpha { get; }

    /// <summary>σ in pixels, how smooth.</summary>
    public double Sigma { get; }
}
