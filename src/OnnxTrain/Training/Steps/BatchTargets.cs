using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Reads the targets of a batch as numbers, where class labels become 0.0, 1.0 …; or as classes: labels, or a class index for each position
/// in a row, stored as a number.
/// </summary>
internal static class BatchTargets
{
    public static void Copy<T>(Batch<T> batch, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Copy(batch.Targets, batch.Labels, destination);

    public static void Copy<T>(Batch<T> batch, Span<long> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Copy(batch.Targets, batch.Labels, destination);

    public static void Copy<T>(ReadOnlySpan<T> targets, ReadOnlySpan<long> labels, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (targets.Length > 0)
        {
            targets.CopyTo(destination);
            return;
        }

        for (var i = 0; i < destination.Length; i++) destination[i] = T.CreateChecked(labels[i]);
    }

    public static void Copy<T>(ReadOnlySpan<T> targets, ReadOnlySpan<long> labels, Span<long> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (targets.Length > 0) TensorPrimitives.ConvertTruncating(targets, destination);
        else labels.CopyTo(destination);
    }
}
