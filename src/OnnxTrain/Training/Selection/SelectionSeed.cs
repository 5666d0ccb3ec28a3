namespace OnnxTrain;

/// <summary>Derives the seeds of single runs from the overall seed: far apart, and short enough to be typed.</summary>
internal static class SelectionSeed
{
    private const ulong Folds = 0xF01D_0000_0000_0000;
    private const ulong Starts = 0x57A7_0000_0000_0000;

    public static ulong OfFold(ulong seed, int fold) => RowShuffler.For(seed, Folds + (uint)fold).Next() >> 32;

    /// <summary>The first start uses the seed itself.</summary>
    public static ulong OfStart(ulong seed, int start) => start == 0 ? seed : RowShuffler.For(seed, Starts + (uint)start).Next() >> 32;
}
