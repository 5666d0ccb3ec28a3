namespace OnnxTrain;

/// <summary>Mean and standard deviation of each channel of images, of pixels from 0 to 1, exact up to one rounding.</summary>
internal static class ImageStatistics
{
    private const int Levels = 256;

    /// <summary>σ² = Σ x² / n − (Σ x / n)², from whole numbers; a channel that is constant has the deviation 1.</summary>
    public static (double[] Mean, double[] Deviation) Of(IRowSource images, int column, int channels)
    {
        var (counts, all) = (new long[channels * Levels], 0L);
        RowScan.Run(images, [column], (block, _, rows) =>
        {
            var pixels = block.Values<byte>(0)[..(rows * block.RowBytes(0))];
            all += pixels.Length;
            for (var i = 0; i < pixels.Length; i += channels)
            {
                for (var c = 0; c < channels; c++) counts[(c * Levels) + pixels[i + c]]++;
            }
        });

        var (mean, deviation) = (new double[channels], new double[channels]);
        for (var c = 0; c < channels; c++)
        {
            Int128 n = all / channels, sum = 0, squares = 0;
            for (var level = 0; level < Levels; level++)
            {
                var count = counts[(c * Levels) + level];
                (sum, squares) = (sum + (count * level), squares + ((Int128)count * level * level));
            }

            mean[c] = (double)sum / (double)n / (Levels - 1);
            var variance = (double)((n * squares) - (sum * sum)) / ((double)n * (double)n);
            deviation[c] = variance > 0 ? Math.Sqrt(variance) / (Levels - 1) : 1;
        }

        return (mean, deviation);
    }
}
