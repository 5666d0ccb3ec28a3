using System.Numerics;

namespace OnnxTrain;

/// <summary>Targets of a batch as numbers: given as such, or class labels read as 0.0, 1.0 …</summary>
internal static class BatchTargets
{
    public static void Copy<T>(Batch<T> batch, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (batch.Targets.Length > 0)
        {
            batch.Targets.CopyTo(destination);
            return;
        }

        for (var i = 0; i < destination.Length; i++) destination[i] = T.CreateChecked(batch.Labels[i]);
    }
}
