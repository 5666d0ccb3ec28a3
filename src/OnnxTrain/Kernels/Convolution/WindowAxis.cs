namespace OnnxTrain.Kernels;

/// <summary>How a window moves along one axis.</summary>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">Elements from one position of the window to the next.</param>
/// <param name="Dilation">Elements from one tap to the next.</param>
/// <param name="Before">Elements that padding adds before the axis.</param>
/// <param name="After">Elements that padding adds behind the axis.</param>
internal readonly record struct WindowAxis(int Kernel, int Stride = 1, int Dilation = 1, int Before = 0, int After = 0)
{
    /// <summary>An axis along which nothing happens.</summary>
    public static WindowAxis Single { get; } = new(1);

    /// <summary>Elements from the first tap to the last, both counted.</summary>
    public int Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>Whether each position is the element of the same place.</summary>
    public bool IsPointwise => this is { Kernel: 1, Stride: 1, Before: 0, After: 0 };

    /// <summary>How many positions fit; 0 or less when none does.</summary>
    public long Positions(long size) =>
        Math.DivRem(size + Before + After - Reach, Stride) is var (whole, rest) && rest < 0 ? whole : whole + 1;
}
