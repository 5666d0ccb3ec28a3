using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Augments the images of batches when they are filled, with rows in parallel on idle threads. For one batch at a time.</summary>
internal sealed class ImageAugmenter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ulong _seed;
    private readonly int _length;
    private readonly ImageWarp _warp;
    private readonly ParallelLoop _loop;
    private readonly ImageMixer<T>? _mixer;
    private Batch<T>? _batch;

    /// <param name="augmentation">The settings.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="images">The features of the first input.</param>
    /// <param name="batchSize">The maximum number of rows in a batch.</param>
    /// <exception cref="ArgumentException">The features are not images.</exception>
    public ImageAugmenter(ImageAugmentation augmentation, ulong seed, RowColumn images, int batchSize)
    {
        var layout = ImageLayout.Of(images, augmentation);
        (_seed, _length, _warp) = (seed, layout.Length, new(augmentation, layout));
        _loop = new(batchSize, 1, Rows);
        _mixer = augmentation.Mixup > 0 ? new(augmentation.Mixup, seed, batchSize, layout.Length) : null;
    }

    public void Apply(Batch<T> batch)
    {
        _batch = batch;
        _loop.Run();
        _batch = null;
        _mixer?.Apply(batch);
    }

    private void Rows(int from, int to)
    {
        var batch = _batch!;
        for (var row = from; row < Math.Min(to, batch.RowCount); row++)
        {
            var random = ImageWarp.Random(_seed, batch.Epoch, batch.FirstRow + row);
            var pixels = batch.Pixels(0);
            if (pixels.IsEmpty) _warp.Apply(batch.Features(0).Slice(row * _length, _length), random);
            else _warp.Apply(pixels.Slice(row * _length, _length), random);
        }
    }
}
