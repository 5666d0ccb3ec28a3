using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Dropout of attention weights: the random word of the weight at a position of [batch, heads, queries, keys] is that of the same position
/// in a tensor of that shape, so that forward pass, gradient and training files draw the same.
/// </summary>
/// <param name="sizes">The sizes of the weights.</param>
/// <param name="threshold">Words below it drop their weight.</param>
/// <param name="kept">The factor of the other weights.</param>
internal sealed class AttentionDropout<T>(AttentionSizes sizes, uint threshold, double kept)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _kept = T.CreateChecked(kept);

    /// <summary>The factors of the weights of one query from the key <paramref name="key"/> on, a tile of them at most.</summary>
    public void Factors(RandomStream random, int batch, int head, int query, int key, Span<T> factors)
    {
        var start = ((((((ulong)batch * (ulong)sizes.Heads) + (ulong)head) * (ulong)sizes.Queries) + (ulong)query) * (ulong)sizes.Keys)
            + (ulong)key;
        var skipped = (int)(start % 4);
        Span<uint> words = stackalloc uint[AttentionSizes.Tile + 4];
        words = words[..(skipped + factors.Length)];
        random.Words(start / 4, words);
        Masks.DropBelow(words[skipped..], threshold, _kept, factors);
    }
}
