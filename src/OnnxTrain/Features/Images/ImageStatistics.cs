namespace OnnxTrain;

/// <summary>The mean and standard deviation of each channel of images, for pixels from 0 to 1, exact up to one rounding.</summary>
/// <param name="channels">The number of channels.</param>
internal sealed class ImageStatistics(int channels)
{
    private const int Levels = 256;

    private readonly long[] _counts = new long[channels * Levels];
    private Int128 _pixels;

    /// <summary>Whether there was no image.</summary>
    public bool IsEmpty => _pixels == 0;

    /// <summary>Counts the levels of more pixels, with interleaved channels.</summary>
    public void Add(ReadOnlySpan<byte> pixels)
    {
        _pixels += pixels.Length / channels;
        for (var i = 0; i < pixels.Length; i += channels)
        {
            for (var c = 0; c < channels; c++) _counts[(c * Levels) + pixels[i + c]]++;
        }
    }

    /// <summary>σ² = Σ x² / n − (Σ x / n)², from integers; a constant channel has the standard deviation 1.</summary>
    public (double[] Mean, double[] Deviation) Finish()
    {
        var (mean, deviation) = (new double[channels], new double[channels]);
        for (var c = 0; c < channels; c++)
        {
            Int128 n = _pixels, sum = 0, squares = 0;
            for (var level = 0; level < Levels; level++)
            {
                var count = _counts[(c * Levels) + level];
                (sum, squares) = (sum + (count * level), squares + ((Int128)count * level * level));
            }

            mean[c] = (double)sum / (double)n / (Levels - 1);
            var variance = (double)((n * squares) - (sum * sum)) / ((double)n * (double)n);
            deviation[c] = variance > 0 ? Math.Sqrt(variance) / (Levels - 1) : 1;
        }

        return (mean, deviation);
    }
}
