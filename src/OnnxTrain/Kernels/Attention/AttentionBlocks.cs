using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>The memory that attention and its gradient read and write.</summary>
internal sealed record AttentionBlocks<T>(Block<T> Queries, Block<T> Keys, Block<T> Values, AttentionMask<T> Mask)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The result of attention.</summary>
    public Block<T> Results { get; init; }

    /// <summary>ln Σ eˢ of the scores of each query, [batch, heads, queries]; empty if it is not needed.</summary>
    public Block<T> LogSumExps { get; init; }

    /// <summary>dL/dy.</summary>
    public Block<T> Gradients { get; init; }

    public Block<T> ByQueries { get; init; }

    public Block<T> ByKeys { get; init; }

    public Block<T> ByValues { get; init; }

    /// <summary>Dropout of weights, or null.</summary>
    public AttentionDropout<T>? Dropout { get; init; }

    /// <summary>The random numbers of dropout in the current step.</summary>
    public Func<RandomStream> Random { get; init; } = static () => default;
}
