namespace OnnxTrain;

/// <summary>
/// Shuffles rows in the same way on every machine and in every version; System.Random may change its algorithm. SplitMix64: Steele, Lea,
/// Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
internal struct RowShuffler(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A shuffler for one use of a seed: an epoch, or another purpose.</summary>
    public static RowShuffler For(ulong seed, ulong use) => new(Mix(Mix(seed + Golden) ^ use));

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>Fisher-Yates shuffle: every order is equally likely.</summary>
    public void Shuffle(Span<int> rows)
    {
        for (var i = rows.Length - 1; i > 0; i--)
        {
            var j = Below((uint)i + 1);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
    }

    /// <summary>Draws as many rows as <paramref name="rows"/> holds, with replacement.</summary>
    public void Draw(Span<int> rows)
    {
        for (var i = 0; i < rows.Length; i++) rows[i] = Below((uint)rows.Length);
    }

    // The high half of a 128-bit product. Its bias is below 2^-32 for any number of rows, so no rejection is needed.
    private int Below(uint bound) => (int)Math.BigMul(Next(), bound, out _);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
