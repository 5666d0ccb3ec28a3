using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Dropout of attention weights: the random word of the weight at a position of [batch, heads, queries, keys] is that of the same position
/// in a tensor of that shape, so that forward pass, gradient and training files draw the same.
/// </summary>
/// <param name="Sizes">The sizes of the weights.</param>
/// <param name="Threshold">Words below it drop their weight.</param>
/// <param name="Kept">The factor of the other weights.</param>
internal sealed record AttentionDropout<T>(AttentionSizes Sizes, uint Threshold, double Kept)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _kept = T.CreateChecked(Kept);

    /// <summary>Which weights are kept, where they are not drawn here but given; else empty.</summary>
    public Block<bool> Given { get; init; }

    /// <summary>The factors of the weights of one query from the key <paramref name="key"/> on, a tile of them at most.</summary>
    public void Factors(RandomStream random, int batch, int head, int query, int key, Span<T> factors)
    {
        var start = ((((((ulong)batch * (ulong)Sizes.Heads) + (ulong)head) * (ulong)Sizes.Queries) + (ulong)query) * (ulong)Sizes.Keys)
            + (ulong)key;
        if (Given.Length > 0)
        {
            var given = Given.Span.Slice((int)start, factors.Length);
            for (var i = 0; i < factors.Length; i++) factors[i] = given[i] ? _kept : T.Zero;
            return;
        }

        var skipped = (int)(start % 4);
        Span<uint> words = stackalloc uint[AttentionSizes.Tile + 4];
        words = words[..(skipped + factors.Length)];
        random.Words(start / 4, words);
        Masks.DropBelow(words[skipped..], Threshold, _kept, factors);
    }
}
