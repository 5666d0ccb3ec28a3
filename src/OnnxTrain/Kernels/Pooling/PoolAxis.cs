namespace OnnxTrain.Kernels;

/// <summary>A window along an axis of a known length.</summary>
internal sealed class PoolAxis
{
    public PoolAxis(WindowAxis window, int size)
    {
        (Window, Size, Positions) = (window, size, (int)window.Positions(size));
        Taps = [.. Enumerable.Range(0, Positions).Select(p => TapsAt(p))];
        Places = [.. Enumerable.Range(0, window.Kernel).Select(k => PlacesOf(k))];
    }

    public WindowAxis Window { get; }

    public int Size { get; }

    public int Positions { get; }

    /// <summary>For each position the taps that lie within the axis: the first, and the one after the last.</summary>
    public (int From, int To)[] Taps { get; }

    /// <summary>For each tap the positions at which it lies within the axis: the first, and the one after the last.</summary>
    public (int From, int To)[] Places { get; }

    /// <summary>Where a tap lies at a position.</summary>
    public int At(int position, int tap) => (position * Window.Stride) + (tap * Window.Dilation) - Window.Before;

    private (int From, int To) TapsAt(int position) => Range(Window.Kernel, tap => At(position, tap));

    private (int From, int To) PlacesOf(int tap) => Range(Positions, position => At(position, tap));

    private (int From, int To) Range(int count, Func<int, int> place)
    {
        var from = 0;
        while (from < count && place(from) < 0) from++;
        var to = from;
        while (to < count && place(to) < Size) to++;
        return (from, to);
    }
}
